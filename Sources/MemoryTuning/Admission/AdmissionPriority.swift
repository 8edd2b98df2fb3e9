/// How much a piece of work matters when memory is scarce.
public enum AdmissionPriority: Int, Comparable, Sendable, CaseIterable {
    /// Turned away from elevated pressure on: prefetching, reports, batches.
    case low
    /// Waits, and is turned away when it has waited too long, or when work must be shed and other work is under way.
    case normal
    /// Served before normal work, and as well while work is shed.
    case high
    /// Never waits and is never turned away: health checks, metrics, logging out.
    case essential

    public static func < (one: AdmissionPriority, other: AdmissionPriority) -> Bool { one.rawValue < other.rawValue }
}
