import Damage
import Randomness
import Testing

@testable import Profiles

struct GzipTests {
    @Test(arguments: [0, 1, 65_535, 65_536, 300_000])
    func decompressingGivesBackWhatWasCompressed(count: Int) throws {
        var random = SeededGenerator(seed: 1)
        let bytes = (0..<count).map { _ in UInt8.random(in: 0...63, using: &random) }
        let compressed = try Gzip.compress(bytes)
        #expect(Gzip.isCompressed(compressed))
        #expect(try Gzip.decompress(compressed, limit: count) == bytes)
    }

    @Test func membersThatFollowEachOtherReadAsOne() throws {
        let members = try Gzip.compress([1, 2]) + Gzip.compress([3])
        #expect(try Gzip.decompress(members, limit: 10) == [1, 2, 3])
    }

    @Test(arguments: [1, 7, 65_536, 100_000])
    func whatIsWrittenInPartsReadsAsAWhole(size: Int) throws {
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
        let writer = try GzipWriter()
        writer.write([])
        for start in stride(from: 0, to: bytes.count, by: size) {
            writer.write(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        #expect(try Gzip.decompress(writer.finish(), limit: bytes.count) == bytes)
    }

    @Test func oneByteOverTheLimitIsRefused() throws {
        let compressed = try Gzip.compress([1, 2, 3])
        let error = #expect(throws: GzipError.self) { try Gzip.decompress(compressed, limit: 2) }
        #expect(error?.code == .tooLarge)
    }

    @Test func aWrongChecksumIsRefused() throws {
        var compressed = try Gzip.compress([1, 2, 3])
        compressed[compressed.count - 8] ^= 1
        let altered = compressed
        let error = #expect(throws: GzipError.self) { try Gzip.decompress(altered, limit: 10) }
        #expect(error?.code == .damaged)
    }
}
