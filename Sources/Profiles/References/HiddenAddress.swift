/// An address in a form that no scan takes for a reference: what looks through a process's memory may run in that process,
/// and must not find its own notes.
struct HiddenAddress: Hashable, Comparable, Sendable {
    private let complement: UInt64

    init(_ address: UInt64) {
        complement = ~address
    }

    var value: UInt64 { ~complement }

    static func < (one: Self, other: Self) -> Bool { one.value < other.value }
}
