/// What refers to something, as a person knows it.
package struct ReferrerName: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Objects of a Swift type.
        case type
        /// Blocks of no known type, by the function that allocated them.
        case function
        /// Data of a loaded image, by its symbol.
        case global
    }

    /// What data goes by that no symbol holds.
    static let nameless = "data without a symbol"

    package var kind: Kind
    package var name: String
    /// The file's name; of globals alone.
    package var image: String?

    package init(kind: Kind, name: String, image: String? = nil) {
        self.kind = kind
        self.name = name
        self.image = image
    }

    /// The blocks that a leak is about.
    package init(_ subject: LeakSubject) {
        self.init(
            kind: subject.type == nil ? .function : .type,
            name: subject.type ?? subject.function ?? ""
        )
    }

    /// Whether such blocks may hold references. Text and numbers are none, though they may look like addresses, and what a
    /// profile of the own process says of samples has addresses indeed.
    var holdsReferences: Bool {
        guard kind == .type else { return true }
        let (prefix, suffix) = ("Array<", "> storage")
        guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return name != "String storage" }
        return !Self.plainElements.contains(String(name.dropFirst(prefix.count).dropLast(suffix.count)))
    }

    private static let plainElements: Set<String> = [
        "Bool", "Int", "Int8", "Int16", "Int32", "Int64", "UInt", "UInt8", "UInt16", "UInt32", "UInt64", "Float",
        "Double", "Unicode.Scalar", "Profiles.Sample",
    ]
}
