import CTrimtabPlatform
import Foundation
import Testing

@testable import Profiles

@Suite struct RecordingErrorTests {
    private func code(reading bytes: [UInt8]) -> RecordingError.Code? {
        do throws(RecordingError) {
            _ = try Recording(bytes: bytes)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func refusesForeignFiles() {
        #expect(code(reading: Array("#!/bin/sh\necho a shell script and no recording\n".utf8)) == .notARecording)
        #expect(code(reading: Array("x".utf8)) == .notARecording)
    }

    @Test func saysThatAnEmptyFileWasNeverStarted() {
        #expect(code(reading: []) == .neverStarted)
        #expect(code(reading: [UInt8](repeating: 0, count: 1 << 16)) == .neverStarted)
    }

    @Test func saysThatAnUnclaimedRecordingWasNeverStarted() {
        var builder = RecordingBuilder.sample()
        builder.header.state = TRIMTAB_STATE_STARTING.rawValue
        builder.header.pid = 0
        #expect(code(reading: builder.bytes()) == .neverStarted)
    }

    @Test func refusesOtherVersions() {
        var builder = RecordingBuilder.sample()
        builder.header.version = RecordingFormat.version + 1
        #expect(code(reading: builder.bytes()) == .wrongVersion)
    }

    @Test func refusesTheOtherByteOrder() {
        var builder = RecordingBuilder.sample()
        builder.header.byte_order = RecordingFormat.byteOrder.byteSwapped
        #expect(code(reading: builder.bytes()) == .wrongVersion)
    }

    @Test func saysThatAFileIsCutOff() {
        let bytes = RecordingBuilder.sample().bytes()
        #expect(code(reading: Array(bytes.prefix(100))) == .truncated)
        #expect(code(reading: Array(bytes.prefix(6000))) == .truncated)
    }

    @Test func namesAFileThatDoesNotExist() throws {
        let error = try #require(throws: RecordingError.self) { try Recording(contentsOf: "/nonexistent/file") }
        #expect(error.code == .unreadable)
        #expect(error.description.hasPrefix("/nonexistent/file: cannot be read: No such file or directory"))
        #expect(!error.description.contains("\n"))
    }

    @Test func refusesADirectory() throws {
        let error = try #require(throws: RecordingError.self) { try Recording(contentsOf: "/") }
        #expect(error.code == .unreadable)
        #expect(error.description.contains("Is a directory"))
    }
}
