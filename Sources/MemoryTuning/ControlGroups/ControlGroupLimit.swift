/// How much memory a control group may use: the least over all groups above it that can be seen. In bytes; nil where
/// there is no limit.
public struct ControlGroupLimit: Hashable, Sendable {
    /// Above it the kernel kills. Version 2: `memory.max`; version 1: `hierarchical_memory_limit` of `memory.stat`, or
    /// `memory.limit_in_bytes`.
    public var max: Int?
    /// Above it the kernel throttles and reclaims. Version 2 alone: `memory.high`.
    public var high: Int?

    /// The lesser of both.
    public var effective: Int? { Self.lesser(max, high) }

    static func lesser(_ one: Int?, _ other: Int?) -> Int? {
        guard let one, let other else { return one ?? other }
        return Swift.min(one, other)
    }

    package init(max: Int? = nil, high: Int? = nil) {
        self.max = max
        self.high = high
    }
}
