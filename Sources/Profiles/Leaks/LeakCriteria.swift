/// When growth counts as a leak.
///
/// The values are such that caches that fill, pools, bursts and a daily course of load raise nothing in thousands of
/// simulated services each (`LeakAnalysisTests`), while a steady leak is told from some two dozen samples on.
public struct LeakCriteria: Hashable, Sendable {
    /// Seconds that must have been watched.
    public var minimumSpan: Double
    /// How many standard deviations the growth must be above none.
    public var minimumDeviations: Double
    /// Growth by less than this share of the live heap over the time watched is not worth a word.
    public var minimumShare: Double

    public init(minimumSpan: Double = 3_600, minimumDeviations: Double = 3.5, minimumShare: Double = 0.005) {
        self.minimumSpan = minimumSpan
        self.minimumDeviations = minimumDeviations
        self.minimumShare = minimumShare
    }

    /// Looks that a span must have.
    static let leastLooks = 8
    /// Of what had grown old, as much may have been freed since. A cache that turns over frees nearly all.
    static let mostFreed = 0.25
    /// The last quarter must have grown by so much of what the quarters before it did: what fills grows ever slower.
    static let leastPace = 0.6
    /// The load may have risen by so much before it has to explain the growth.
    static let comparableLoad = 1.25
}
