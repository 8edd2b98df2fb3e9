import CTrimtabPlatform
import Foundation
import Testing

@testable import Profiles

@Suite struct RecordingPlaceTests {
    @Test func findsTheOwnRecordingAmongKeptOnes() throws {
        let directory = try TemporaryDirectory()
        var builder = RecordingBuilder.sample()
        for name in ["service.trimtab.1", "service.trimtab.2"] {
            _ = try directory.write(builder.bytes(), to: name)
        }
        builder.header.pid = UInt32(getpid())
        let path = try directory.write(builder.bytes(), to: "service.trimtab")
        let found = RecordingPlace(path).current()
        #expect(found?.path == path)
        #expect(found?.heapProfile().sites.count == 3)
    }

    @Test func passesOverADamagedOneOfTheSameProcess() throws {
        let directory = try TemporaryDirectory()
        var builder = RecordingBuilder.sample()
        builder.header.pid = UInt32(getpid())
        for name in ["service.trimtab.1", "service.trimtab.3"] {
            _ = try directory.write(Array(builder.bytes().prefix(4096)), to: name)
        }
        let healthy = try directory.write(builder.bytes(), to: "service.trimtab.2")
        #expect(RecordingPlace(directory.path + "/service.trimtab").current()?.path == healthy)
    }

    @Test func looksAtHeadersAloneToFindOne() throws {
        let directory = try TemporaryDirectory()
        var builder = RecordingBuilder.sample()
        builder.header.pid = UInt32(getpid())
        // All but the tables: to read them would fail.
        let path = try directory.write(Array(builder.bytes().prefix(4096)), to: "service.trimtab")
        let place = RecordingPlace(path)
        #expect(place.path(ofProcess: Int(getpid())) == path)
        #expect(place.latestLive() == path)
        #expect(place.currentHeader()?.processID == Int(getpid()))
        #expect(place.current() == nil)
    }
}
