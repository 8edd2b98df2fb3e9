import Randomness
import Testing
import ZeroAllocation

struct ByteKeyDictionaryTests {
    struct Interruption: Error {}

    @available(macOS 26.0, *)
    @Test(arguments: 0..<20) func behavesAsADictionaryOfBytes(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var dictionary = ByteKeyDictionary<[Int]>()
        var model: [[UInt8]: [Int]] = [:]
        for step in 0..<2000 {
            let length = Int.random(in: 0...40, using: &generator)
            let key = (0..<length).map { _ in UInt8.random(in: 0x61...0x62, using: &generator) }
            let name = String(decoding: key, as: UTF8.self)
            switch Int.random(in: 0..<8, using: &generator) {
            case 0:
                dictionary[key.span] = nil
                model[key] = nil
            case 1:
                dictionary[name] = nil
                model[key] = nil
            case 2:
                dictionary[key.span] = [step]
                model[key] = [step]
            case 3:
                dictionary[name] = [step]
                model[key] = [step]
            case 4...5:
                let count = dictionary.withValue(for: key.span, default: []) { value in
                    value.append(step)
                    return value.count
                }
                model[key, default: []].append(step)
                #expect(count == model[key]?.count)
            default:
                #expect(dictionary[key.span] == model[key])
                #expect(dictionary[name] == model[key])
            }
            #expect(dictionary.count == model.count)
        }
        #expect(Dictionary(uniqueKeysWithValues: dictionary.map { ($0.key, $0.value) }) == model)
        dictionary.removeAll(keepingCapacity: true)
        #expect(dictionary.isEmpty)
    }

    @available(macOS 26.0, *)
    @Test(.countsAllocationsOfOptimizedCode) func lookingUpAllocatesNothing() throws {
        let names = (1...200).map { String(repeating: "n", count: $0) }
        let keys = names.map { Array($0.utf8) }
        let absent = [UInt8](repeating: 0x41, count: 100)
        let dictionary = ByteKeyDictionary(Dictionary(uniqueKeysWithValues: zip(names, 1...)))
        var sum = 0
        let counted = try allocations {
            for key in keys { sum += dictionary[key.span] ?? 0 }
            for name in names { sum += dictionary[name] ?? 0 }
            if dictionary[absent.span] != nil { throw Interruption() }
        }
        #expect(counted == 0)
        #expect(sum == 3 * 2 * 200 * 201 / 2)
    }

    @available(macOS 26.0, *)
    @Test(.countsAllocationsOfOptimizedCode) func changingTheValueOfAKeyAllocatesNothing() throws {
        let keys = (1...200).map { [UInt8](repeating: 0x6E, count: $0) }
        let name = String(repeating: "n", count: 150)
        var dictionary = ByteKeyDictionary<Int>()
        for key in keys { dictionary[key.span] = 0 }
        let counted = try allocations {
            for key in keys {
                dictionary.withValue(for: key.span, default: 0) { $0 += 1 }
                dictionary[key.span] = (dictionary[key.span] ?? 0) + 1
            }
            dictionary[name] = 7
        }
        #expect(counted == 0)
        #expect(dictionary[name] == 7)
        #expect(dictionary["n"] == 6)
    }

    @available(macOS 26.0, *)
    @Test(.countsAllocations) func aNewKeyAllocatesItsBytesAlone() throws {
        let key = [UInt8](repeating: 0x6E, count: 100)
        let counted = try allocations {
            var dictionary = ByteKeyDictionary<Int>(reservingCapacity: 10)
            dictionary[key.span] = 1
            keep(dictionary)
        }
        #expect(counted == 2)
    }

    @available(macOS 26.0, *)
    @Test func aKeyDoesNotDependOnTheBytesItWasMadeOf() {
        var dictionary = ByteKeyDictionary<Int>()
        var bytes = Array("the bytes of a key that is longer than a small string".utf8)
        let key = bytes
        dictionary[bytes.span] = 1
        dictionary.withValue(for: bytes.span, default: 0) { $0 += 1 }
        for index in bytes.indices { bytes[index] = 0 }
        #expect(dictionary[key.span] == 2)
        #expect(dictionary[bytes.span] == nil)

        dictionary.withValue(for: bytes.span, default: 5) { $0 += 1 }
        let zeros = bytes
        for index in bytes.indices { bytes[index] = 1 }
        #expect(dictionary[zeros.span] == 6)
        #expect(dictionary[bytes.span] == nil)
    }

    @Test func aCopyIsIndependent() {
        var first: ByteKeyDictionary<Int> = ["a": 1]
        let second = first
        first["a"] = 2
        first["b"] = 3
        #expect(second["a"] == 1)
        #expect(second.count == 1)
    }

    @Test func keysAreComparedByBytes() {
        let dictionary: ByteKeyDictionary<Int> = ["\u{E9}": 1, "e\u{301}": 2]
        #expect(dictionary.count == 2)
        #expect(dictionary["\u{E9}"] == 1)
        #expect(dictionary["e\u{301}"] == 2)
        #expect(dictionary[""] == nil)
    }

    @available(macOS 26.0, *)
    @Test func anErrorLeavesWhatTheBodyMade() {
        var dictionary: ByteKeyDictionary<Int> = ["a": 1]
        let key: [UInt8] = [0x61]
        #expect(throws: Interruption.self) {
            try dictionary.withValue(for: key.span, default: 0) { value throws(Interruption) in
                value += 1
                throw Interruption()
            }
        }
        #expect(dictionary["a"] == 2)
    }

    @Test func aLiteralWithTheSameKeyTwiceIsStopped() async {
        await #expect(processExitsWith: .failure) {
            keep(["a": 1, "a": 2] as ByteKeyDictionary<Int>)
        }
    }
}
