import Testing

@testable import MemoryTuning

/// Which mappings are stacks.
struct StackSearchTests {
    private func stacks(_ lines: String...) -> [Range<UInt>] {
        var search = StackSearch(largestStack: 8 << 20)
        return lines.compactMap { line in
            MemoryMapping(Array(line.utf8).span).flatMap { search.stack(in: $0) }
        }
    }

    @Test func aThreadsStackLiesBehindItsGuard() {
        let found = stacks(
            "7ff7925ff000-7ff792600000 ---p 00000000 00:00 0 ",
            "7ff792600000-7ff792dff000 rw-p 00000000 00:00 0 "
        )
        #expect(found == [0x7ff7_9260_0000..<0x7ff7_92df_f000])
    }

    @Test func theMainThreadsStackHasAName() {
        let found = stacks("7fff65a23000-7fff65a44000 rw-p 00000000 00:00 0                          [stack]")
        #expect(found == [0x7fff_65a2_3000..<0x7fff_65a4_4000])
    }

    @Test func whatLiesAboveAStackIsNotInIt() {
        let found = stacks(
            "10000000-10001000 ---p 00000000 00:00 0 ",
            "10001000-20000000 rw-p 00000000 00:00 0 "
        )
        #expect(found == [0x1000_1000..<0x1080_0000])
    }

    @Test func otherMappingsAreNone() {
        let found = stacks(
            "7ff78c000000-7ff78c021000 rw-p 00000000 00:00 0 ",
            "7ff78c021000-7ff790000000 ---p 00000000 00:00 0 ",
            "7ff790000000-7ff790800000 rw-p 00000000 00:00 0 ",
            "7ff793ae2000-7ff793ae3000 ---p 0002a000 fe:00 2271                       /usr/lib/libswiftDispatch.so",
            "7ff793ae3000-7ff793ae5000 rw-p 0002a000 fe:00 2271                       /usr/lib/libswiftDispatch.so",
            "7ff793ae5000-7ff793ae6000 ---p 00000000 00:00 0 ",
            "7ff793ae7000-7ff793ae9000 rw-p 00000000 00:00 0 ",
            "7ff793aea000-7ff793aeb000 ---p 00000000 00:00 0 ",
            "7ff793aeb000-7ff793aec000 rw-s 00000000 00:00 0 ",
            "559cdceee000-559cdcf32000 rw-p 00000000 00:00 0                          [heap]"
        )
        #expect(found.isEmpty)
    }

    @Test(arguments: [
        "", "x", "10-20", "10-20 rw-p", "20-10 rw-p 0 00:00 0 ", "10-10 rw-p 0 00:00 0 ", "1g-20 rw-p 0 00:00 0 ",
        "10-20 rw-p0 0 00:00 0 ", "11111111111111111-20 rw-p 0 00:00 0 ", "10-20 rw-p 0 0000 0 ",
        "10-20 rw-p 0 00:00 x ",
    ])
    func nonsenseIsNoMapping(line: String) {
        #expect(MemoryMapping(Array(line.utf8).span) == nil)
    }
}
