public import Profiles

/// What a heap profile says to a person or a program, computed once and drawn by ``TerminalReport`` and ``JSONReport``.
public struct HeapReport: Sendable {
    public let program: Program
    /// Mean bytes between two samples; 1 where every allocation was traced, 0 if unknown.
    public let samplingInterval: Int
    /// Wall-clock seconds; nil if unknown.
    public let seconds: Double?
    /// The largest resident set size in bytes; nil if unknown.
    public let peakResidentBytes: Int?
    public var facts: RunFacts
    /// Exact counts over the whole process.
    public let totals: Totals
    public let sampling: SamplingStatistics
    /// What all sites add up to. Estimated from samples, and in bytes as requested: ``totals`` differ a little.
    public let estimated: SiteUse
    /// Every stack, most bytes in use first, then most bytes allocated.
    public let sites: [ReportSite]
    /// The sites by the line that allocated, most bytes in use first.
    public let lines: [AllocationLine]
    /// The Swift types that are known, most bytes in use first.
    public let types: [ReportType]
    /// Resident and live memory over time, oldest first.
    public let timeline: [TimelinePoint]
    /// What was used by the program's own labels, most bytes allocated first; empty where it gave none.
    public let labels: [ReportLabels]
    /// What processor time was used for; nil if that was not sampled.
    public let cpu: CPUReport?
    /// Paths of the images in whose code most frames have no names.
    public let imagesWithoutSymbols: [String]
    /// What to look at first, most important first.
    public let findings: [Finding]
    /// What leaks; nil if nobody asked for it.
    public var leaks: LeakReport?

    /// - Parameters:
    ///   - profile: Symbolicated, or the report names addresses.
    ///   - cpu: What the same run used processor time for, symbolicated; nil if that was not sampled.
    ///   - facts: What is known of the run beside the profile.
    public init(_ profile: HeapProfile, cpu: CPUProfile? = nil, facts: RunFacts = RunFacts()) {
        program = profile.program
        samplingInterval = profile.samplingInterval
        seconds = facts.seconds ?? (profile.duration > 0 ? profile.duration : nil)
        let peak = max(facts.peakResidentBytes ?? 0, profile.totals.peakResidentBytes)
        peakResidentBytes = peak > 0 ? peak : nil
        self.facts = facts
        totals = profile.totals
        sampling = profile.sampling
        timeline = profile.timeline
        labels = ReportLabels.labels(of: profile, cpu: cpu)
        self.cpu = cpu.map(CPUReport.init)
        imagesWithoutSymbols = Set(profile.imagesWithoutSymbols + (cpu?.imagesWithoutSymbols ?? [])).sorted()

        let measure = LifetimeMeasure(profile)
        types = ReportType.types(of: profile, measure: measure)
        var grouping = SiteGrouping(profile, measure: measure)
        grouping.run()
        sites = grouping.sites
        lines = grouping.lines
        estimated = sites.reduce(into: SiteUse()) { $0 += $1.use }
        findings = FindingSearch(
            lines: lines,
            estimated: estimated,
            totals: totals,
            exit: facts.exit,
            end: facts.end,
            peakResidentBytes: peakResidentBytes,
            lastResidentBytes: profile.timeline.last?.residentBytes
        ).findings()
    }
}
