import Damage
import Randomness
import Testing

@testable import Profiles

/// Files that were cut, altered or made up. A test fails by crashing as well as by what it expects.
struct PprofDamageTests {
    @Test func everyTruncationOfAFileIsRefusedOrReadsAsASmallerOne() throws {
        let bytes = try makeMessage(of: makeProfile())
        for length in bytes.indices {
            do {
                let profile = try HeapProfile(pprof: Array(bytes[..<length]))
                #expect(profile.sites.count <= 2)
            } catch {
                #expect(error.code != .tooLarge)
            }
        }
    }

    @Test func everyTruncationOfACompressedFileIsRefused() throws {
        let bytes = try makeProfile().pprof()
        for length in bytes.indices {
            let error = #expect(throws: PprofError.self) { try HeapProfile(pprof: Array(bytes[..<length])) }
            #expect(error?.message.isEmpty == false)
        }
    }

    @Test(arguments: UInt64(1)...8)
    func randomlyAlteredFilesNeverCrash(seed: UInt64) throws {
        let original = try makeMessage(of: makeProfile())
        var random = SeededGenerator(seed: seed)
        var refused = 0
        for _ in 0..<4_000 {
            var bytes = original
            for _ in 0...Int.random(in: 0..<4, using: &random) {
                let position = Int.random(in: bytes.indices, using: &random)
                bytes[position] =
                    [0, 0x7f, 0x80, 0xff, UInt8.random(in: 0...255, using: &random)]
                    .randomElement(using: &random) ?? 0
            }
            do {
                let profile = try HeapProfile(pprof: bytes)
                _ = try profile.pprof()
                _ = profile.callSites()
                _ = profile.sites.map { $0.inUse.bytes.interval95 }
            } catch {
                refused += 1
            }
        }
        #expect(refused > 0)
    }

    @Test(arguments: UInt64(1)...4)
    func randomBytesNeverCrash(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<4_000 {
            let length = Int.random(in: 0..<200, using: &random)
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(throws: PprofError.self) { try HeapProfile(pprof: bytes) }
        }
    }

    @Test func aCompressedBombIsRefused() throws {
        let bomb = try Gzip.compress([UInt8](repeating: 0x32, count: 4 << 20))
        #expect(bomb.count < 8 << 10)
        var limits = PprofLimits()
        limits.bytes = 1 << 20
        let error = #expect(throws: PprofError.self) { try HeapProfile(pprof: bomb, limits: limits) }
        #expect(error?.code == .tooLarge)
    }

    @Test func moreEntriesThanTheLimitAreRefused() throws {
        var output = ProtobufWriter()
        for _ in 0..<1_000 { output.message(PprofField.Profile.sample) { _ in } }
        var limits = PprofLimits()
        limits.entries = 999
        let bytes = output.bytes
        let error = #expect(throws: PprofError.self) { try HeapProfile(pprof: bytes, limits: limits) }
        #expect(error?.code == .tooLarge)
    }

    @Test func longerStacksThanTheLimitAreRefused() throws {
        var output = ProtobufWriter()
        output.message(PprofField.Profile.sample) { sample in
            sample.packed(PprofField.Sample.locations, [Int](repeating: 1, count: 1_000))
        }
        var limits = PprofLimits()
        limits.stackEntries = 999
        let bytes = output.bytes
        let error = #expect(throws: PprofError.self) { try HeapProfile(pprof: bytes, limits: limits) }
        #expect(error?.code == .tooLarge)
    }
}
