import CTrimtabPlatform
import Damage
import Randomness
import Testing

@testable import Profiles

/// Damaged recordings give an error or a profile; what they do not give is a crash or numbers that trap later.
@Suite struct RecordingFuzzTests {
    /// The header, where every byte counts, and the used front of each section.
    private static let file = DamagedFile(
        RecordingBuilder.sample().bytes(),
        front: MemoryLayout<trimtab_header>.size
    )

    /// Reads and uses the file.
    /// - Returns: The error, if it cannot be read.
    @discardableResult private func use(_ bytes: [UInt8], writing: Bool = false) -> RecordingError? {
        do throws(RecordingError) {
            let recording = try Recording(bytes: bytes, path: "some.trimtab")
            if writing { try recording.write(to: "/dev/null") }
            let profile = recording.heapProfile()
            check(profile)
            check(profile.partInUse)
            #expect(recording.heapProfile(samples: .none).sites == profile.sites)
            check(recording.cpuProfile())
            let inPlace = bytes.withUnsafeBytes {
                (try? Recording(mapped: $0, isShared: true))?.heapProfile(samples: .live)
            }
            #expect(inPlace != nil)
            inPlace.map(check)
            return nil
        } catch {
            // The file, what is wrong, what to do about it.
            #expect(error.description.hasPrefix("some.trimtab: "))
            #expect(!error.description.contains("\n"))
            #expect(error.reason.count > 20 && error.reason.last.map(".?".contains) == true)
            return error
        }
    }

    private func check(_ profile: HeapProfile) {
        var isSound = profile.totals.liveObjects >= -profile.totals.deallocations
        for site in profile.sites {
            let (inUse, allocated) = (site.inUse.bytes, site.allocated.bytes)
            isSound = isSound && inUse.interval95.contains(inUse.value)
            isSound = isSound && allocated.interval95.contains(allocated.value)
            isSound = isSound && site.stack.allSatisfy(profile.locations.indices.contains)
        }
        isSound = isSound && profile.callSites().count <= profile.sites.count
        for grouping in HeapProfile.Grouping.allCases {
            isSound = isSound && profile.grouped(by: grouping).flatMap(\.sites).count == profile.sites.count
        }
        #expect(isSound)
    }

    private func check(_ profile: CPUProfile?) {
        guard let profile else { return }
        let isSound = profile.stacks.allSatisfy { stack in
            stack.stack.allSatisfy(profile.locations.indices.contains)
                && stack.thread.map(profile.threads.indices.contains) != false
                && stack.time.interval95.contains(stack.time.value) && stack.time.samples > 0
        }
        #expect(isSound)
    }

    @Test(arguments: UInt64(1)...8) func survivesAlteredNumbers(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var refused = 0
        for number in 0..<5000 where use(Self.file.altered(using: &generator), writing: number % 16 == 0) != nil {
            refused += 1
        }
        // Otherwise the alterations would stop at the header and test nothing.
        #expect((100...4500).contains(refused))
    }

    @Test func survivesCuts() {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<4000 { use(Self.file.cut(using: &generator)) }
    }

    @Test func survivesNoiseBehindAGoodHeader() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<4000 {
            let bytes = Self.file.overwritten(from: MemoryLayout<trimtab_header>.size, using: &generator)
            #expect(use(bytes) == nil)
        }
    }

    @Test func refusesNewerVersionsWhateverElseTheyHold() {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<2000 {
            var bytes = Self.file.overwritten(from: 16, using: &generator)
            let version = UInt32.random(in: RecordingFormat.version + 1...UInt32.max, using: &generator)
            bytes.withUnsafeMutableBytes { $0.storeBytes(of: version, toByteOffset: 8, as: UInt32.self) }
            #expect(use(bytes)?.code == .wrongVersion)
        }
    }

    @Test func refusesForeignFiles() {
        var generator = SeededGenerator(seed: 5)
        let beginnings: [[UInt8]] = [
            [], [0x1f, 0x8b, 8], [0x7f, 0x45, 0x4c, 0x46], Array("#!/bin/sh\n".utf8), Array("TRIMTAB".utf8),
            Array("{\"allocations\":".utf8), [0x0a, 0x04], [0xff, 0xfe],
        ]
        for number in 0..<2000 {
            let length = Int.random(in: 1..<3000, using: &generator)
            let noise = (0..<length).map { _ in UInt8.random(in: 1...255, using: &generator) }
            #expect(use(beginnings[number % beginnings.count] + noise) != nil)
        }
    }
}
