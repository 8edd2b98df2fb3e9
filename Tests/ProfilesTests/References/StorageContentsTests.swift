import Testing

@testable import Profiles

/// Storage as the standard library makes it in this process, and storage that is damaged.
@Suite struct StorageContentsTests {
    private final class Item {
        let number: Int
        init(_ number: Int) { self.number = number }
    }

    /// Offsets of the words that count, of storage whose reference is the one word of a collection.
    private func wordsInUse<Collection>(_ collection: Collection, _ name: String) throws -> Set<UInt64> {
        let address = withUnsafeBytes(of: collection) { $0.loadUnaligned(as: UInt64.self) }
        let pages = CachedPages(ProcessMemory())
        let size = try #require(HeapChunk.size(at: address, in: pages), "no block of glibc's malloc")
        let storage = ReferrerName(kind: .type, name: name)
        let contents = try #require(StorageContents(storage, at: address, size: size, isRounded: true, in: pages))
        let offsets = stride(from: 0, to: size - 7, by: 8).filter(contents.isInUse)
        return Set(offsets.compactMap { pages.word(address + UInt64($0)) })
    }

    private func address(_ item: Item) -> UInt64 {
        UInt64(UInt(bitPattern: Unmanaged.passUnretained(item).toOpaque()))
    }

    @Test(arguments: [1, 5, 12, 100, 5_000])
    func knowsTheEntriesOfADictionaryFromWhatIsFree(count: Int) throws {
        let items = (0..<count).map(Item.init)
        var dictionary = Dictionary(uniqueKeysWithValues: items.map { ($0.number, $0) })
        for item in items where item.number % 3 == 2 { dictionary[item.number] = nil }
        let words = try wordsInUse(dictionary, "Dictionary<Int, Item> storage")
        for item in items where item.number % 3 != 2 { #expect(words.contains(address(item))) }
        // Where buckets are few, all count.
        guard count > 16 else { return }
        #expect(items.allSatisfy { $0.number % 3 != 2 || !words.contains(address($0)) })
        withExtendedLifetime(dictionary) {}
    }

    @Test func knowsTheElementsOfASet() throws {
        let strings = Set((0..<300).map { "a text that is too long for the string itself: \($0)" })
        let words = try wordsInUse(strings, "Set<String> storage")
        for string in strings {
            let word = withUnsafeBytes(of: string) { $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self) }
            #expect(words.contains(word))
        }
    }

    @Test(arguments: [1, 4, 33, 1_000])
    func knowsTheElementsOfAnArrayFromItsFreeCapacity(count: Int) throws {
        let items = (0..<count).map(Item.init)
        var array: [Item] = []
        array.reserveCapacity(2 * count)
        array += items
        array += items
        array.removeLast(count)
        let last = Item(-1)
        array.append(last)
        array.removeLast()
        let words = try wordsInUse(array, "Array<Item> storage")
        for item in items { #expect(words.contains(address(item))) }
        if count > 4 { #expect(!words.contains(address(last))) }
        withExtendedLifetime(array) {}
    }

    @Test func knowsTheElementsByTheBytesThatWereAskedFor() throws {
        // Five elements of 16 bytes were asked for, and malloc gave room for six; four are there.
        let words: [UInt64] = [0, 3, 4, 6 << 1] + [UInt64](repeating: 9, count: 10)
        let storage = ReferrerName(kind: .type, name: "Array<any Error> storage")
        let pages = CachedPages(MadeMemory([0x5000_0000: words]))
        let contents = try #require(
            StorageContents(storage, at: 0x5000_0000, size: words.count * 8, isRounded: false, in: pages)
        )
        #expect(stride(from: 0, to: 112, by: 8).filter(contents.isInUse) == Array(stride(from: 32, to: 96, by: 8)))
    }

    @Test func believesNoStorageWhoseWordsMakeNoSense() {
        let address: UInt64 = 0x5000_0000
        func contents(_ name: String, _ words: [UInt64]) -> StorageContents? {
            let pages = CachedPages(MadeMemory([address: words]))
            let storage = ReferrerName(kind: .type, name: name)
            return StorageContents(storage, at: address, size: words.count * 8, isRounded: false, in: pages)
        }
        let array: (UInt64, UInt64) -> [UInt64] = { [0, 3, $0, $1, 0, 0, 0, 0] }
        #expect(contents("Array<Item> storage", array(2, 8)) != nil)
        for (count, flags) in [(9, 8), (.max, 8), (0, 0), (0, 1), (2, .max)] as [(UInt64, UInt64)] {
            #expect(contents("Array<Item> storage", array(count, flags)) == nil, "\(count) \(flags)")
        }
        let table: (UInt64, UInt64, UInt64) -> [UInt64] = { scale, keys, values in
            [0, 3, 1, 1, scale, 7, keys, values, 1] + [UInt64](repeating: 0, count: 40)
        }
        #expect(contents("Dictionary<Int, Item> storage", table(4, address + 72, address + 200)) != nil)
        for (scale, keys, values) in [
            (200, address + 72, address + 200), (31, address + 72, address + 200), (4, address + 200, address + 72),
            (4, address, address + 200), (4, address + 64, address + 200), (4, address + 72, address + 4_000),
            (4, 0, .max),
        ] as [(UInt64, UInt64, UInt64)] {
            #expect(contents("Dictionary<Int, Item> storage", table(scale, keys, values)) == nil, "\(scale) \(keys)")
        }
        #expect(contents("PlantedLeaks.Session", table(4, address + 72, address + 200)) == nil)
    }
}
