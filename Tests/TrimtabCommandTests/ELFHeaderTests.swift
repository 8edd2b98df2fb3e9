import Foundation
import Testing

@testable import TrimtabCommands

struct ELFHeaderTests {
    @Test func readsTheLoaderOfARealProgram() throws {
        let header = try #require(ELFHeader(read: reader(try bytes(of: "/proc/self/exe"))))
        #expect(header.is64Bit)
        #expect(header.machine == ProgramCheck.hostMachine)
        #expect(header.interpreter?.contains("ld-linux") == true)
    }

    @Test func isNilForWhatIsNoELFFile() {
        #expect(ELFHeader(read: reader(Array("#!/bin/sh\nexit 0\n".utf8))) == nil)
        #expect(ELFHeader(read: reader([])) == nil)
        #expect(ELFHeader(read: reader([0x7f, 0x45, 0x4c, 0x46])) == nil)
    }

    @Test func hasNoInterpreterWhenTheSegmentTableIsCutOff() throws {
        let head = Array(try bytes(of: "/proc/self/exe").prefix(64))
        let header = try #require(ELFHeader(read: reader(head)))
        #expect(header.interpreter == nil)
    }

    @Test func survivesEveryChangedHeader() throws {
        let original = Array(try bytes(of: "/proc/self/exe").prefix(4096))
        var random = SystemRandomNumberGenerator()
        var parsed = 0
        for _ in 0..<20_000 {
            var changed = original
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                changed[Int.random(in: 4..<1024, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            changed.removeLast(Int.random(in: 0..<changed.count, using: &random))
            if ELFHeader(read: reader(changed)) != nil { parsed += 1 }
        }
        #expect(parsed > 0)
    }

    private func bytes(of path: String) throws -> [UInt8] {
        let file = try #require(FileHandle(forReadingAtPath: path))
        return Array(try file.read(upToCount: 1 << 16) ?? Data())
    }

    private func reader(_ bytes: [UInt8]) -> (UInt64, Int) -> [UInt8] {
        { offset, count in
            guard offset < UInt64(bytes.count), count > 0 else { return [] }
            return Array(bytes.dropFirst(Int(offset)).prefix(count))
        }
    }
}
