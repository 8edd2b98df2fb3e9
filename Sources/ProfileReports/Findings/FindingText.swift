internal import Profiles
internal import Quantities

/// Says a finding in plain words.
struct FindingText {
    let report: HeapReport
    let names: Names

    /// One sentence, without the place in the source.
    func sentence(_ finding: Finding) -> String {
        switch finding.kind {
        case .outOfMemory: outOfMemory
        case .cutOffAtLimit: cutOffAtLimit
        case .limit: limit
        case .slack: slack
        case .grows, .holds: aboutLine(finding, say: holds)
        case .peak: aboutLine(finding, say: peak)
        case .churn: aboutLine(finding, say: churn)
        }
    }

    /// Where in the source, as `file:line`.
    func place(_ finding: Finding) -> String? {
        line(finding)?.frame.flatMap(names.place)
    }

    private func line(_ finding: Finding) -> AllocationLine? {
        finding.line.flatMap { report.lines.indices.contains($0) ? report.lines[$0] : nil }
    }

    private func aboutLine(_ finding: Finding, say: (AllocationLine, String) -> String) -> String {
        guard let line = line(finding) else { return "" }
        let name = line.frame.map(names.function) ?? "code with an unknown stack"
        return say(line, line.type.map { "\(name), of type \(names.type($0))," } ?? name)
    }

    private func holds(_ line: AllocationLine, _ name: String) -> String {
        let use = line.use.inUse
        let growth = line.growth.map { growth in
            guard growth.isSteady, growth.interval95.lowerBound > 0 else { return ", with no steady growth" }
            return
                ", grows \(Quantity.bytes(growth.bytesPerSecond))/s (\(Quantity.bytes(growth.interval95)) per second)"
        }
        return "\(name) holds \(amount(use, of: report.estimated.inUse, "live heap"))\(growth ?? "")\(freed(line))."
    }

    private func peak(_ line: AllocationLine, _ name: String) -> String {
        let use = line.use.atPeak
        let share = Quantity.share(use.bytes.count, of: report.estimated.atPeak.bytes.count) ?? "?"
        let samples = Quantity.count(use.samples, "sample")
        let time = Quantity.seconds(report.totals.peakLiveTime)
        let left = line.use.inUse.bytes.count
        let still = left == 0 ? "all of it was freed by the end" : "\(Quantity.bytes(left)) are left at the end"
        return "\(name) held \(Quantity.bytes(use.bytes.count)) when the heap was largest, at \(time)"
            + " (\(share) of it, \(samples)); \(still)."
    }

    private func churn(_ line: AllocationLine, _ name: String) -> String {
        let use = line.use.allocated
        let objects = Quantity.count(use.objects.count, "object")
        return "\(name) allocated \(amount(use, of: report.estimated.allocated, "all bytes allocated"))"
            + " in \(objects)\(freed(line))\(atOnce(line)): reuse would save the work."
    }

    private func atOnce(_ line: AllocationLine) -> String {
        guard let share = line.lifetimes.shareFreedAtOnce, share >= 0.01 else { return "" }
        let percent = Quantity.share(Int((share * 1000).rounded()), of: 1000) ?? "?"
        return ", \(percent) within \(Int(Lifetimes.atOnce * 1000)) ms"
    }

    /// Bytes with their share, interval and samples.
    private func amount(_ use: Measure, of whole: Measure, _ wholeName: String) -> String {
        let share = Quantity.share(use.bytes.count, of: whole.bytes.count) ?? "?"
        var facts = ["\(share) of \(wholeName)"]
        if let interval = use.bytes.interval95, interval.lowerBound < interval.upperBound {
            facts.append("95 % interval \(Quantity.bytes(Double(interval.lowerBound)...Double(interval.upperBound)))")
        }
        facts.append(Quantity.count(use.samples, "sample"))
        return "\(Quantity.bytes(use.bytes.count)) (\(facts.joined(separator: ", ")))"
    }

    private func freed(_ line: AllocationLine) -> String {
        let use = line.use
        guard use.allocated.samples > 0 else { return "" }
        if use.allocated.samples <= use.inUse.samples { return ", none of it was freed" }
        let freed = use.allocated.bytes.count - use.inUse.bytes.count
        guard let share = Quantity.share(max(0, freed), of: use.allocated.bytes.count) else { return "" }
        return use.inUse.samples == 0 ? ", all of it was freed" : ", \(share) of what it allocated was freed"
    }

    private var outOfMemory: String {
        let limit = report.totals.memoryLimit.map { " of \(Quantity.bytes($0))" } ?? ""
        let live = Quantity.bytes(report.totals.liveBytes)
        return "The kernel killed the program for lack of memory: it reached its limit\(limit) with \(live) live."
    }

    private var cutOffAtLimit: String {
        let limit = Quantity.bytes(report.totals.memoryLimit ?? 0)
        let live = Quantity.bytes(report.totals.liveBytes)
        let resident = report.timeline.last.map { ", \(Quantity.bytes($0.residentBytes)) resident when last looked at" }
        return "The program was killed or crashed with \(live) live\(resident ?? ""),"
            + " at its limit of \(limit): most likely the kernel killed it for lack of memory."
    }

    private var limit: String {
        let peak = report.peakResidentBytes ?? 0
        let limit = report.totals.memoryLimit ?? 0
        let share = Quantity.share(peak, of: limit) ?? "?"
        return "Resident memory came to \(Quantity.bytes(peak)), \(share) of the limit of \(Quantity.bytes(limit))."
    }

    private var slack: String {
        let resident = report.timeline.last?.residentBytes ?? 0
        let gap = Quantity.bytes(max(0, resident - report.totals.liveBytes))
        return "\(gap) of \(Quantity.bytes(resident)) resident at the end is not live heap: what the allocator keeps,"
            + " code, stacks, and what the program maps itself. Compare the peak of the live heap, \(Quantity.bytes(report.totals.peakLiveBytes))."
    }
}
