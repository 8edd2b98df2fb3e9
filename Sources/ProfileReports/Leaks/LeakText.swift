package import Profiles
internal import Quantities

/// Says what leaks in plain words.
package struct LeakText {
    let names: Names

    init(names: Names) {
        self.names = names
    }

    /// With functions shortened and files by their whole path.
    package init() {
        self.init(names: Names())
    }

    /// One sentence or more, without the place in the source.
    package func sentences(_ finding: LeakFinding) -> String {
        [growth(finding), evidence(finding), outlook(finding)].compactMap { $0 }.joined(separator: " ")
    }

    /// The same of what is counted and not measured in bytes, such as tasks.
    /// - Parameter noun: What one is called.
    package func sentences(_ finding: LeakFinding, counting noun: String) -> String {
        let perHour = Quantity.count(Estimate(value: finding.objectsPerSecond * 3_600).count, noun)
        return "\(name(finding.subject)) becomes more by \(perHour) an hour \(since(finding)), now"
            + " \(Quantity.count(Estimate(value: finding.objects).count, noun)): \(facts(finding))."
    }

    /// Where in the source, as `file:line`; nil where it is unknown.
    package func place(_ subject: LeakSubject) -> String? {
        names.place(Frame(function: subject.function ?? "", file: subject.file, line: subject.line))
    }

    /// The type and the function, as far as they are known.
    func name(_ subject: LeakSubject) -> String {
        let type = subject.type.map { names.type($0) }
        guard let function = subject.function else { return type ?? "memory of unknown type" }
        let name = names.function(Frame(function: function))
        return type.map { "\($0), made by \(name)," } ?? "memory of \(name)"
    }

    /// As `1.2 MiB/s`, or by the hour where a second's part would be hard to read.
    static func rate(_ bytesPerSecond: Double) -> String {
        abs(bytesPerSecond) >= 1024
            ? "\(Quantity.bytes(bytesPerSecond))/s" : "\(Quantity.bytes(bytesPerSecond * 3_600))/h"
    }

    private static func rate(_ range: ClosedRange<Double>, like bytesPerSecond: Double) -> String {
        let scale = abs(bytesPerSecond) >= 1024 ? 1.0 : 3_600
        let scaled = range.lowerBound * scale...range.upperBound * scale
        return Quantity.range(scaled, unitOf: Int(min(abs(bytesPerSecond) * scale, 0x1p60)))
    }

    private func growth(_ finding: LeakFinding) -> String {
        let rate = Self.rate(finding.bytesPerSecond)
        let range = Self.rate(finding.interval95, like: finding.bytesPerSecond)
        return "\(name(finding.subject)) grows by \(rate) (95 % range \(range)) \(since(finding))"
    }

    private func since(_ finding: LeakFinding) -> String {
        finding.since > 0 ? "since \(Quantity.seconds(finding.since)) after the start" : "since the start"
    }

    private func evidence(_ finding: LeakFinding) -> String {
        let use =
            "\(Quantity.bytes(finding.bytes)) in \(Quantity.count(Estimate(value: finding.objects).count, "object"))"
        switch finding.kind {
        case .accumulates:
            return "to \(use): \(facts(finding))."
        case .enlarges:
            return "to \(use): made anew and larger \(Quantity.count(finding.samples, "time"))."
        }
    }

    private func facts(_ finding: LeakFinding) -> String {
        let odds = Quantity.count(Estimate(value: 1 / max(finding.chance, 1e-9)).count)
        let freed = finding.freedShare.map { share in
            share == 0
                ? "nothing that had grown old was freed"
                : "\(Quantity.share(Int(share * 1000), of: 1000) ?? "?") of what had grown old was freed"
        }
        return [Quantity.count(finding.samples, "sample"), freed, "chance 1 in \(odds)"].compactMap { $0 }
            .joined(separator: ", ")
    }

    private func outlook(_ finding: LeakFinding) -> String? {
        finding.secondsToLimit.map { "At this pace it alone reaches the memory limit in \(Quantity.seconds($0))." }
    }
}
