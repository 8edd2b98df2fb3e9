/// How scarce memory is for this process.
public enum MemoryPressure: UInt8, Comparable, Sendable, CaseIterable {
    /// There is room.
    case nominal
    /// What can wait should wait: caches should not grow, work of low priority is turned away.
    case elevated
    /// The process is about to be killed: only what must be done is done.
    case critical

    public static func < (one: MemoryPressure, other: MemoryPressure) -> Bool { one.rawValue < other.rawValue }
}

extension MemoryPressure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .nominal: "nominal"
        case .elevated: "elevated"
        case .critical: "critical"
        }
    }
}
