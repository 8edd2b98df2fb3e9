/// The names of the standard library's storage classes, by the collections that people wrote.
enum StorageName {
    private static let classes: [(name: String, collection: String)] = [
        ("_ContiguousArrayStorage", "Array"),
        ("_DictionaryStorage", "Dictionary"),
        ("_SetStorage", "Set"),
    ]

    private static let plain = [
        "__StringStorage": "String storage",
        "__SharedStringStorage": "String storage",
        "__EmptyArrayStorage": "Array storage",
    ]

    /// `Array<Int> storage` for `_ContiguousArrayStorage<Int>`; other names as they are.
    static func readable(_ name: String) -> String {
        if let readable = plain[name] { return readable }
        for storage in classes where name.hasPrefix(storage.name + "<") {
            return storage.collection + name.dropFirst(storage.name.count) + " storage"
        }
        return name
    }
}
