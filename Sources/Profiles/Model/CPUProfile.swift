public import struct Foundation.Date

/// What a program used its processor time for: per stack how much, sampled on each thread's own clock.
///
/// A profile comes from a recording (``Recording/cpuProfile()``) or from the process itself, and goes to reports, JSON and
/// pprof. It holds addresses until ``Symbolicator`` gives its locations names.
public struct CPUProfile: Sendable {
    /// The program that was watched.
    public var program: Program
    /// Mean nanoseconds of processor time between two samples of a thread.
    public var period: Int
    /// Wall-clock start, if known.
    public var start: Date?
    /// Wall-clock seconds that the profile covers.
    public var duration: Double
    /// Processor time that the process used meanwhile, in nanoseconds, as the kernel counts it; nil if unknown.
    public var nanosecondsUsed: Int?
    /// How the sampling went: what was taken and what had to be dropped.
    public var sampling: CPUSamplingStatistics
    public var threads: [ProfiledThread]
    public var images: [Image]
    /// The distinct addresses that ``stacks`` refer to.
    public var locations: [Location]
    /// One entry per stack and thread.
    public var stacks: [CPUStack]

    public init(
        program: Program = Program(),
        period: Int = 10_000_000,
        start: Date? = nil,
        duration: Double = 0,
        nanosecondsUsed: Int? = nil,
        sampling: CPUSamplingStatistics = CPUSamplingStatistics(),
        threads: [ProfiledThread] = [],
        images: [Image] = [],
        locations: [Location] = [],
        stacks: [CPUStack] = []
    ) {
        self.program = program
        self.period = period
        self.start = start
        self.duration = duration
        self.nanosecondsUsed = nanosecondsUsed
        self.sampling = sampling
        self.threads = threads
        self.images = images
        self.locations = locations
        self.stacks = stacks
    }
}
