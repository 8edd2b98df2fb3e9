internal import Profiles

/// The report's JSON, key by key, without the sites: see ``JSONSites``. Unknown is null, so optionals are written and
/// never left out.
struct JSONDocument: Encodable {
    let exit: Nullable<JSONExit>
    let seconds: Nullable<Double>
    let cpuSeconds: Nullable<Double>
    let peakResidentBytes: Nullable<Int>
    let allocations: Int
    let deallocations: Int
    let allocatedBytes: Int
    let liveBytes: Int
    let liveBytesExact: Bool
    let liveObjects: Int
    let peakLiveBytes: Nullable<Int>
    let peakLiveSeconds: Nullable<Double>
    let memoryLimit: Nullable<Int>
    let samples: JSONSamples
    let otherStacks: Int
    let samplingInterval: Nullable<Int>
    let estimated: JSONUse
    let cpu: Nullable<JSONCPU>
    let labels: [JSONLabels]
    let types: [JSONType]
    let findings: [JSONFinding]
    let leaks: Nullable<JSONLeaks>
    let timeline: [JSONTimelinePoint]
    let program: JSONProgram
    let recording: Nullable<String>
    let summarySeconds: Nullable<Double>
    let imagesWithoutSymbols: [String]
    let warnings: [String]

    init(_ report: HeapReport) {
        let totals = report.totals
        exit = Nullable(report.facts.exit.map(JSONExit.init))
        seconds = Nullable(report.seconds)
        cpuSeconds = Nullable(report.facts.cpuSeconds)
        peakResidentBytes = Nullable(report.peakResidentBytes)
        allocations = totals.allocations
        deallocations = totals.deallocations
        allocatedBytes = totals.allocatedBytes
        liveBytes = totals.liveBytes
        liveBytesExact = totals.isLiveBytesExact
        liveObjects = totals.liveObjects
        // A program that allocated has had a peak; 0 stands for one not recorded.
        let hasPeak = totals.peakLiveBytes > 0
        peakLiveBytes = Nullable(hasPeak || totals.allocations == 0 ? totals.peakLiveBytes : nil)
        peakLiveSeconds = Nullable(hasPeak ? totals.peakLiveTime : nil)
        memoryLimit = Nullable(totals.memoryLimit)
        samples = JSONSamples(report.sampling)
        otherStacks = JSONSites(report.sites).otherStacks
        samplingInterval = Nullable(report.samplingInterval > 0 ? report.samplingInterval : nil)
        estimated = JSONUse(report.estimated)
        labels = report.labels.map(JSONLabels.init)
        cpu = Nullable(report.cpu.map(JSONCPU.init))
        types = report.types.map(JSONType.init)
        let text = FindingText(report: report, names: Names())
        findings = report.findings.map { JSONFinding($0, report: report, text: text) }
        leaks = Nullable(report.leaks.map(JSONLeaks.init))
        timeline = report.timeline.map(JSONTimelinePoint.init)
        program = JSONProgram(report.program)
        recording = Nullable(report.facts.recording)
        summarySeconds = Nullable(report.facts.summarySeconds)
        imagesWithoutSymbols = report.imagesWithoutSymbols
        warnings = report.facts.warnings
    }
}
