public import struct Foundation.Date

/// Where a program's memory went: exact totals, and per call site what is in use, what was allocated and what was in
/// use at the peak.
///
/// A profile comes from a recording (``Recording``) or from a pprof file, and goes to reports, JSON and pprof. It holds
/// addresses until ``Symbolicator`` gives its locations names.
public struct HeapProfile: Sendable {
    /// The program that was watched.
    public var program: Program
    /// Mean bytes between two samples; 1 means that every allocation was traced.
    public var samplingInterval: Int
    /// Wall-clock start of the recording, if known.
    public var start: Date?
    /// Seconds from the start of the recording to its end, or to the moment it was read.
    public var duration: Double
    /// Exact counts over the whole process.
    public var totals: Totals
    /// How the sampling went: what was taken and what had to be dropped.
    public var sampling: SamplingStatistics
    public var threads: [ProfiledThread]
    public var images: [Image]
    /// The distinct return addresses that ``sites`` refer to.
    public var locations: [Location]
    /// One entry per stack and thread. Group them with ``callSites()``.
    public var sites: [Site]
    /// Resident and live memory over time, oldest first.
    public var timeline: [TimelinePoint]
    /// Sampled blocks: all that are live, and the latest of those already freed.
    public var samples: [Sample]

    public init(
        program: Program = Program(),
        samplingInterval: Int = 512 * 1024,
        start: Date? = nil,
        duration: Double = 0,
        totals: Totals = Totals(),
        sampling: SamplingStatistics = SamplingStatistics(),
        threads: [ProfiledThread] = [],
        images: [Image] = [],
        locations: [Location] = [],
        sites: [Site] = [],
        timeline: [TimelinePoint] = [],
        samples: [Sample] = []
    ) {
        self.program = program
        self.samplingInterval = samplingInterval
        self.start = start
        self.duration = duration
        self.totals = totals
        self.sampling = sampling
        self.threads = threads
        self.images = images
        self.locations = locations
        self.sites = sites
        self.timeline = timeline
        self.samples = samples
    }
}
