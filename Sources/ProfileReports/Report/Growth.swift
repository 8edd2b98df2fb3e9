/// How fast the memory in use of an allocation line grew in the second half of the run.
public struct Growth: Hashable, Sendable {
    public var bytesPerSecond: Double
    /// The bounds of ``bytesPerSecond`` in 95 of 100 cases.
    public var interval95: ClosedRange<Double>
    /// The samples that it rests on.
    public var samples: Int
    /// Whether it grew in each of the last three quarters of the run: more than a warm-up.
    public var isSteady: Bool
}
