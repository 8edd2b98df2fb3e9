import Randomness
import Testing
import ZeroAllocation

/// Asking a `[String: Value]` with a view.
struct StringKeyLookupTests {
    @available(macOS 26.0, *)
    @Test(.countsAllocationsOfOptimizedCode) func allocatesNothingOnceTheScratchIsLargeEnough() throws {
        let names = (0...200).map { String(repeating: "n", count: $0) }
        let keys = names.map { Array($0.utf8) }
        let table = Dictionary(uniqueKeysWithValues: zip(names, 0...))
        var scratch = String(reservingCapacity: 200)
        var sum = 0
        let counted = try allocations {
            for key in keys {
                sum += table.value(for: try key.span.validatedUTF8(), reusing: &scratch) ?? 0
            }
        }
        #expect(counted == 0)
        #expect(sum == 3 * 200 * 201 / 2)
    }

    @available(macOS 26.0, *)
    @Test(.countsAllocationsOfOptimizedCode) func keysOfUpTo15CodeUnitsNeedNoScratch() throws {
        let table = ["content-type": 1, "Zürich 東京": 2]
        let keys = table.keys.map { Array($0.utf8) }
        var found = 0
        let counted = try allocations {
            var scratch = ""
            for key in keys {
                found += table.value(for: try key.span.validatedUTF8(), reusing: &scratch) ?? 0
            }
        }
        #expect(counted == 0)
        #expect(found == 9)
    }

    @available(macOS 26.0, *)
    @Test(arguments: 0..<20) func findsWhatTheStringFinds(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let letters: [Unicode.Scalar] = ["a", "b", "ß", "\u{301}", "東", "🏔"]
        func word() -> String {
            var word = ""
            for _ in 0..<Int.random(in: 0...30, using: &generator) {
                word.unicodeScalars.append(letters.randomElement(using: &generator) ?? "a")
            }
            return word
        }
        let words = (0..<200).map { _ in word() }
        let table = Dictionary(words.prefix(100).map { ($0, $0.utf8.count) }, uniquingKeysWith: { first, _ in first })
        var scratch = ""
        for word in words {
            let bytes = Array(word.utf8)
            #expect(table.value(for: try bytes.span.validatedUTF8(), reusing: &scratch) == table[word])
        }
    }

    @available(macOS 26.0, *)
    @Test func findsByCanonicalEquivalence() throws {
        let name = String(repeating: "\u{E9}", count: 20)
        let decomposed = Array(String(repeating: "e\u{301}", count: 20).utf8)
        var scratch = ""
        #expect([name: 1].value(for: try decomposed.span.validatedUTF8(), reusing: &scratch) == 1)
    }

    @available(macOS 26.0, *)
    @Test func leavesAStringThatSharesTheScratchsStorageAlone() throws {
        let key = Array("a key that is longer than a small string".utf8)
        var scratch = String(repeating: "scratch ", count: 20)
        let other = scratch
        #expect(["": 1].value(for: try key.span.validatedUTF8(), reusing: &scratch) == nil)
        #expect(other == String(repeating: "scratch ", count: 20))
    }
}
