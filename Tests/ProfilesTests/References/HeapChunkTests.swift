import Testing

@testable import Profiles

@Suite struct HeapChunkTests {
    private func size(_ words: [UInt64: [UInt64]], at address: UInt64) -> Int? {
        HeapChunk.size(at: address, in: CachedPages(MadeMemory(words)))
    }

    @Test func tellsTheSizeOfAChunkOfGlibc() {
        // A chunk of 96 bytes in use, and the next.
        let words: [UInt64] = [0, 97] + [UInt64](repeating: 7, count: 11) + [0x21, 0, 0]
        #expect(size([0x5000_0000: words], at: 0x5000_0010) == 88)
        // One that was mapped by itself: page by page.
        #expect(size([0x6000_0000: [0, 0x2_1002, 0]], at: 0x6000_0010) == 0x2_1000 - 16)
    }

    @Test func believesNoWordsThatDisagree() {
        let chunk: (UInt64, UInt64) -> [UInt64] = { size, next in
            [0, size] + [UInt64](repeating: 7, count: 11) + [next, 0]
        }
        for (size, next) in [(0, 0x21), (97, 0x20), (97, 1), (0x61_0001, 0x21), (17, 0x21), (.max, 0x21), (105, 0x21)]
            as [(UInt64, UInt64)]
        {
            #expect(self.size([0x5000_0000: chunk(size, next)], at: 0x5000_0010) == nil, "\(size) \(next)")
        }
        #expect(size([:], at: 0x5000_0010) == nil)
        #expect(size([0x6000_0000: [0, 0x2_1012, 0]], at: 0x6000_0010) == nil)
        // glibc aligns to 16, and the first page has no word before it.
        #expect(size([0x5000_0000: [0, 0, 97]], at: 0x5000_0018) == nil)
        #expect(size([:], at: 0) == nil)
        #expect(size([:], at: .max & ~15) == nil)
    }
}
