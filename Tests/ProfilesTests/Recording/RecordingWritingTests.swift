import CTrimtabPlatform
import Foundation
import Testing

@testable import Profiles

@Suite struct RecordingWritingTests {
    private func size(of path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
    }

    @Test func savesWhatItReads() throws {
        let directory = try TemporaryDirectory()
        let recording = try Recording(bytes: RecordingBuilder.sample().bytes())
        let path = "\(directory.path)/saved.trimtab"
        try recording.write(to: path)
        let original = recording.heapProfile()
        let saved = try Recording(contentsOf: path).heapProfile()
        #expect(saved.program == original.program)
        #expect(saved.totals == original.totals)
        #expect(saved.sampling == original.sampling)
        #expect(saved.threads == original.threads)
        #expect(saved.images == original.images)
        #expect(saved.locations == original.locations)
        #expect(saved.sites == original.sites)
        #expect(saved.timeline == original.timeline)
        #expect(saved.samples == original.samples)
        #expect(saved.duration == original.duration)
    }

    @Test func leavesOutRoomThatWasNotUsed() throws {
        let directory = try TemporaryDirectory()
        var builder = RecordingBuilder.sample()
        builder.spare = 10_000
        let bytes = builder.bytes()
        let path = "\(directory.path)/saved.trimtab"
        try Recording(bytes: bytes).write(to: path)
        #expect(try size(of: path) < 64 * 1024)
        #expect(bytes.count > 1 << 20)
    }

    @Test func leavesHolesForEmptyNodes() throws {
        let directory = try TemporaryDirectory()
        var builder = RecordingBuilder.sample()
        builder.nodes += [trimtab_node](repeating: trimtab_node(), count: 1 << 18)
        let path = "\(directory.path)/saved.trimtab"
        try Recording(bytes: builder.bytes()).write(to: path)
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_size > 4 << 20)
        #expect(status.st_blocks * 512 < 1 << 20)
        #expect(try Recording(contentsOf: path).heapProfile().sites.count == 3)
    }

    @Test func replacesAnEarlierFileAndLeavesNothingElse() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(Array("old".utf8), to: "saved.trimtab")
        try Recording(bytes: RecordingBuilder.sample().bytes()).write(to: path)
        #expect(try Recording(contentsOf: path).processID == 4242)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["saved.trimtab"])
    }

    @Test func writesThroughASymbolicLink() throws {
        let directory = try TemporaryDirectory()
        let target = try directory.write([], to: "target")
        let link = "\(directory.path)/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
        try Recording(bytes: RecordingBuilder.sample().bytes()).write(to: link)
        #expect(try Recording(contentsOf: target).processID == 4242)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
    }

    @Test func readsAFileWithoutANameThroughItsDescriptor() throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/saved.trimtab"
        try Recording(bytes: RecordingBuilder.sample().bytes()).write(to: path)
        let file = try #require(FileHandle(forReadingAtPath: path))
        try FileManager.default.removeItem(atPath: path)
        let recording = try Recording(contentsOf: "/proc/self/fd/\(file.fileDescriptor)")
        #expect(recording.heapProfile().sites.count == 3)
        try file.close()
    }

    @Test func neverReplacesADevice() throws {
        try Recording(bytes: RecordingBuilder.sample().bytes()).write(to: "/dev/null")
        var status = stat()
        #expect(stat("/dev/null", &status) == 0)
        #expect(status.st_mode & S_IFMT == S_IFCHR)
    }

    @Test func saysWhereItCannotWrite() throws {
        let recording = try Recording(bytes: RecordingBuilder.sample().bytes())
        let error = try #require(throws: RecordingError.self) { try recording.write(to: "/nonexistent/file") }
        #expect(error.code == .unwritable)
        #expect(error.description.hasPrefix("/nonexistent/file: cannot be written: No such file or directory"))
        #expect(!error.description.contains("\n"))
    }
}
