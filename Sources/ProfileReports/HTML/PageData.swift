internal import Foundation
internal import Profiles
internal import Quantities

/// What the page holds, as Page/model.js reads it. Lists refer to each other by index; columns of numbers that are long
/// are base64 of little-endian arrays.
struct PageData: Encodable {
    struct Program: Encodable {
        let name: String
        let arguments: [String]
    }

    struct Totals: Encodable {
        let peakResidentBytes: Int?
        let peakLiveBytes: Int
        let memoryLimit: Int?
    }

    struct Timeline: Encodable {
        let time: [Double]
        let resident: [Int]
        let live: [Int]
        let allocated: [Int]
    }

    struct Event: Encodable {
        let time: Double
        let text: String
    }

    struct Finding: Encodable {
        let text: String
        let place: Nullable<String>
        let line: Nullable<Int>
    }

    struct Reason: Encodable {
        let text: String
        let hint: Nullable<String>
    }

    let program: Program
    let run: String
    /// Seconds since 1970.
    let start: Nullable<Double>
    let seconds: Nullable<Double>
    let totals: Totals
    let cards: [[String]]
    let findings: [Finding]
    let quality: [String]
    let timeline: Timeline
    let events: [Event]
    let threads: [String]
    let labels: [String]
    let reasons: [Reason]
    let types: [PageEntry]
    let lines: [PageEntry]
    let functions: [PageStacks.Function]
    let frames: [[Int]]
    let nodes: PageStacks.Nodes
    let rows: PageRows
    let samples: PageSamples
    let cpu: Nullable<PageCPU>

    init(_ report: HeapReport, profile: HeapProfile, reasons: [Int: StaticReason] = [:], names: Names) {
        let text = FindingText(report: report, names: names)
        program = Program(name: report.program.name, arguments: report.program.arguments)
        run = ExitText.run(report)
        // What was recorded: the loader's work before it belongs to the run, but has no times.
        start = Nullable(profile.start?.timeIntervalSince1970)
        let duration = profile.duration > 0 ? profile.duration : report.seconds
        seconds = Nullable(duration)
        totals = Totals(
            peakResidentBytes: report.peakResidentBytes,
            peakLiveBytes: report.totals.peakLiveBytes,
            memoryLimit: report.totals.memoryLimit
        )
        cards = Self.cards(report)
        findings = report.findings.map {
            Finding(text: text.sentence($0), place: Nullable(text.place($0)), line: Nullable($0.line))
        }
        quality = QualityText(report: report).sentences
        timeline = Timeline(
            time: report.timeline.map(\.time),
            resident: report.timeline.map(\.residentBytes),
            live: report.timeline.map(\.liveBytes),
            allocated: report.timeline.map(\.allocatedBytes)
        )
        events = Self.events(report, end: duration)
        types = report.types.map { PageEntry($0, names: names) }
        lines = report.lines.map { PageEntry($0, names: names) }

        var stacks = PageStacks(names: names)
        var pageThreads = PageThreads()
        var pageLabels = PageLabels()
        let rows = PageRows(
            report,
            profile: profile,
            reasons: reasons,
            stacks: &stacks,
            threads: &pageThreads,
            labels: &pageLabels
        )
        self.reasons = rows.reasons.map { Reason(text: $0.reason, hint: Nullable($0.hint)) }
        cpu = Nullable(
            report.cpu.map {
                PageCPU($0, stacks: &stacks, threads: &pageThreads, labels: &pageLabels, names: names)
            }
        )
        threads = pageThreads.names
        labels = pageLabels.texts
        functions = stacks.functions
        frames = stacks.frames
        nodes = stacks.nodes
        samples = PageSamples(profile, rowOfSite: rows.rowOfSite)
        self.rows = rows
    }

    private static func cards(_ report: HeapReport) -> [[String]] {
        let totals = report.totals
        var cards = [
            ["Live heap", Quantity.bytes(totals.liveBytes)], ["Live objects", Quantity.count(totals.liveObjects)],
        ]
        if totals.peakLiveBytes > 0 { cards.append(["Peak live heap", Quantity.bytes(totals.peakLiveBytes)]) }
        if let peak = report.peakResidentBytes { cards.append(["Peak resident", Quantity.bytes(peak)]) }
        if let limit = totals.memoryLimit { cards.append(["Limit", Quantity.bytes(limit)]) }
        cards += [
            ["Allocations", Quantity.count(totals.allocations)], ["Allocated", Quantity.bytes(totals.allocatedBytes)],
        ]
        if let seconds = report.seconds, let rate = Quantity.rate(totals.allocations, seconds: seconds) {
            cards.append(["Allocations per second", String(rate.dropLast(2))])
        }
        if let cpu = report.facts.cpuSeconds { cards.append(["CPU", Quantity.seconds(cpu)]) }
        return cards
    }

    private static func events(_ report: HeapReport, end: Double?) -> [Event] {
        var events: [Event] = []
        if report.totals.peakLiveBytes > 0 {
            events.append(Event(time: report.totals.peakLiveTime, text: "peak"))
        }
        if report.facts.exit?.isOutOfMemoryKill == true || report.facts.end == .cutOff, let end {
            events.append(Event(time: end, text: "killed"))
        }
        return events
    }
}
