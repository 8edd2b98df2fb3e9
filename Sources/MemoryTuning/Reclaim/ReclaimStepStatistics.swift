/// What a step of the reclaim ladder has yielded since the process started.
public struct ReclaimStepStatistics: Hashable, Sendable {
    /// How often it ran.
    public let tries: Int
    /// Bytes given back to the system; for pools and caches bytes given up, if that is more.
    public let released: Int
    /// Bytes of these that the process touched again within a second.
    public let refaulted: Int
    /// Time spent, with that of the faults it caused.
    public let time: Duration
    /// Bytes per millisecond, recent tries counting more.
    public let yield: Double
    /// Whether it rests: it has yielded nothing three times in a row, and is tried again when the heap has churned or
    /// something was given up for it to find. Pools and caches never rest.
    public let isResting: Bool

    init(_ history: StepHistory) {
        tries = history.tries
        released = history.released
        refaulted = history.refaulted
        time = history.time
        yield = history.yield ?? 0
        isResting = history.isResting
    }
}
