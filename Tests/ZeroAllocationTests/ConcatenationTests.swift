import AllocationTracking
import Randomness
import Testing
import ZeroAllocation

struct ConcatenationTests {
    @Test(.countsAllocationsOfOptimizedCode, arguments: [16, 17, 100, 1000, 100_000])
    func isOneAllocation(size: Int) throws {
        let parts = (0..<size).map { _ in hidden("x") }
        #expect(try allocations { keep(String(concatenating: parts)) } == 1)
        let halves = [String(repeating: "y", count: size / 2), String(repeating: "z", count: size - size / 2)]
        #expect(try allocations { keep(String(concatenating: halves)) } == 1)
    }

    @Test(.countsAllocationsOfOptimizedCode) func ofNonASCIITextIsOneAllocation() throws {
        let parts = ["Zürich", "東京", "🏔️🏔️🏔️", "e\u{301}"]
        #expect(try allocations { keep(String(concatenating: parts, separator: " – ")) } == 1)
    }

    @Test(.countsAllocationsOfOptimizedCode) func ofSubstringsIsOneAllocation() throws {
        let parts = "a line of text that is to be cut at its spaces".split(separator: " ")
        #expect(try allocations { keep(String(concatenating: parts, separator: "-")) } == 1)
    }

    @Test(.countsAllocationsOfOptimizedCode) func allocatesWhatItHoldsAndNoMore() throws {
        let parts = (0..<100).map { _ in hidden("0123456789") }
        func text() -> String { String(concatenating: parts, separator: ", ") }
        _ = text()
        let (text, used) = measureAllocations(text)
        let bytes = try #require(used).bytes
        #expect(text.utf8.count == 1198)
        // 32 bytes are the object's header, one is the zero at the end; the standard library rounds up to 16 or 32.
        #expect((1198 + 33...1198 + 33 + 31).contains(bytes))
    }

    @Test(.countsAllocationsOfOptimizedCode) func upTo15CodeUnitsNeedNone() throws {
        for size in 0...15 {
            let parts = (0..<size).map { _ in hidden("x") }
            #expect(try allocations { keep(String(concatenating: parts)) } == 0)
        }
        #expect(try allocations { keep(String(concatenating: ["Zürich", "東京"], separator: " ")) } == 0)
    }

    @Test func nothingGivesAnEmptyString() {
        #expect(String(concatenating: [String]()).isEmpty)
        #expect(String(concatenating: [String](), separator: "long separators don't count here").isEmpty)
        #expect(String(concatenating: ["", "", ""]).isEmpty)
        #expect(String(concatenating: ["", "", ""], separator: ",") == ",,")
        #expect(String(concatenating: ["alone"], separator: ",") == "alone")
    }

    @Test(arguments: 0..<50) func isWhatJoinedGives(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let letters: [Character] = ["a", "Z", "0", " ", "ß", "é", "e\u{301}", "東", "🏔️", "👩‍👩‍👧", "\u{0}", "\r\n"]
        func word(atMost count: Int) -> String {
            String(
                (0..<Int.random(in: 0...count, using: &generator)).map { _ in
                    letters.randomElement(using: &generator) ?? "a"
                }
            )
        }
        for _ in 0..<20 {
            let parts = (0..<Int.random(in: 0...20, using: &generator)).map { _ in word(atMost: 30) }
            let separator = word(atMost: 3)
            let expected = parts.joined(separator: separator)
            #expect(Array(String(concatenating: parts, separator: separator).utf8) == Array(expected.utf8))
            // As substrings that do not begin where their string does, and as another kind of collection.
            let cut = parts.map { "<\($0)>".dropFirst().dropLast() }
            if cut.map(String.init) == parts {
                #expect(Array(String(concatenating: cut, separator: separator).utf8) == Array(expected.utf8))
            }
            let lazy = parts.lazy.map { $0 }
            #expect(Array(String(concatenating: lazy, separator: separator).utf8) == Array(expected.utf8))
        }
    }

    @Test func partsThatGrowBetweenTwoPassesAreStopped() async {
        await #expect(processExitsWith: .failure) {
            keep(String(concatenating: GrowingParts()))
        }
    }

    /// A collection that breaks the rules: its parts are longer each time.
    final class GrowingParts: Collection {
        private var reads = 0
        let startIndex = 0
        let endIndex = 1

        subscript(position: Int) -> String {
            reads += 1
            return String(repeating: "x", count: 100 * reads)
        }

        func index(after index: Int) -> Int { index + 1 }
    }
}
