public import Profiles
internal import Quantities

/// What is known of a run that nobody saw the end of, for those who start the program again: a few lines for a log.
public struct PostMortem: Sendable {
    /// Where its recording is.
    public let recording: String
    /// The whole report.
    public let report: HeapReport

    /// As many lines of code as people read in a log.
    private static let mostHolders = 3

    /// - Parameters:
    ///   - profile: Of the recording, symbolicated.
    ///   - recording: Where the recording is.
    public init(_ profile: HeapProfile, recording: String) {
        self.recording = recording
        report = HeapReport(profile, facts: RunFacts(end: .cutOff, recording: recording))
    }

    /// All that is to be told, in this order, each on one line.
    public var lines: [String] {
        [headline] + holders + [types].compactMap { $0 } + [advice]
    }

    /// Which run it was, how it ended and what it held: a sentence each, on one line.
    public var headline: String {
        var facts = ["pid \(report.program.processID)"]
        if let seconds = report.seconds { facts.append("recorded for \(Quantity.seconds(seconds))") }
        let run = "The previous run of \(report.program.name) (\(facts.joined(separator: ", "))) did not end by itself."
        let text = FindingText(report: report, names: Names())
        if let finding = report.findings.first(where: { $0.kind == .cutOffAtLimit }) {
            return "\(run) \(text.sentence(finding))"
        }
        let live = Quantity.bytes(report.totals.liveBytes)
        let limit = report.totals.memoryLimit.map { " and a limit of \(Quantity.bytes($0))" } ?? ""
        return "\(run) It was killed or crashed with \(live) live\(limit)."
    }

    /// Who held the memory and how it grew, most first: code with its type and place.
    public var holders: [String] {
        let text = FindingText(report: report, names: Names())
        return report.lines.indices.prefix(Self.mostHolders)
            .filter { report.lines[$0].use.inUse.samples > 0 }
            .map { line in
                let finding = Finding(.holds, line: line)
                let place = text.place(finding).map { " At \($0)." } ?? ""
                return text.sentence(finding) + place
            }
    }

    /// The types that held most, on one line; nil if none is known.
    public var types: String? {
        let types = report.types.prefix(Self.mostHolders).filter { $0.use.inUse.bytes.count > 0 }
        guard !types.isEmpty else { return nil }
        let names = Names()
        let whole = report.estimated.inUse.bytes.count
        return "By type: "
            + types.map { type in
                let bytes = type.use.inUse.bytes.count
                return "\(names.type(type.name)) \(Quantity.bytes(bytes)) (\(Quantity.share(bytes, of: whole) ?? "?"))"
            }.joined(separator: ", ") + "."
    }

    /// Where to look further.
    public var advice: String {
        "All of it: trimtab report \(DisplayWidth.printable(recording))"
    }
}
