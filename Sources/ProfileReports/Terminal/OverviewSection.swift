internal import Profiles
internal import Quantities

/// What ran and how it ended, the exact totals, and memory over time.
struct OverviewSection {
    let context: TerminalContext

    private var report: HeapReport { context.report }

    var lines: [String] {
        [header, ""] + totals + sparklines
    }

    private var header: String {
        let name = report.program.name
        let text = ExitText.run(report)
        let room = max(10, context.width - DisplayWidth.of(text) - 2)
        return context.style(.bold, DisplayWidth.cutEnd(name, to: room)) + "  " + text
    }

    private var totals: [String] {
        let totals = report.totals
        let seconds = report.seconds ?? 0
        let rate = { (count: Int) in Quantity.rate(count, seconds: seconds).map { " (\($0))" } ?? "" }
        let byteRate = seconds > 0 ? " (\(Quantity.bytes(Double(totals.allocatedBytes) / seconds))/s)" : ""
        let exactness = totals.isLiveBytesExact ? "" : " (estimated)"
        var table = TextTable([.init(title: "", isNumber: false), .init(title: "", isNumber: false)])
        table.add(["Allocations", Quantity.count(totals.allocations) + rate(totals.allocations)])
        table.add(["Frees", Quantity.count(totals.deallocations)])
        table.add(["Allocated", Quantity.bytes(totals.allocatedBytes) + byteRate])
        let objects = Quantity.count(totals.liveObjects, "object")
        table.add([endTitle, "\(Quantity.bytes(totals.liveBytes)) in \(objects)\(exactness)"])
        if totals.peakLiveBytes > 0 {
            let time = Quantity.seconds(totals.peakLiveTime)
            table.add(["Peak live", "\(Quantity.bytes(totals.peakLiveBytes)) at \(time)\(exactness)"])
        }
        if let peak = report.peakResidentBytes {
            let limit = totals.memoryLimit.map { " of a limit of \(Quantity.bytes($0))" } ?? ""
            table.add(["Peak resident", Quantity.bytes(peak) + limit])
        }
        if let resident = report.timeline.last?.residentBytes, resident > 0 {
            let gap = resident - totals.liveBytes
            let beyond = gap > 0 ? ", \(Quantity.bytes(gap)) of it beyond live (allocator, code)" : ""
            table.add(["Resident at end", Quantity.bytes(resident) + beyond])
        }
        return table.lines.map { line in
            let text = String(line.reversed().drop { $0 == " " }.reversed())
            return "  " + DisplayWidth.cutEnd(text, to: context.width - 2)
        }
    }

    /// Still running programs have not leaked what is live.
    private var endTitle: String { report.facts.hasEnded ? "Live at end" : "Live" }

    private var sparklines: [String] {
        let resident = report.timeline.map { (time: $0.time, value: Double($0.residentBytes)) }
        let live = report.timeline.map { (time: $0.time, value: Double($0.liveBytes)) }
        return line("Resident", resident, .cyan) + line("Live heap", live, .yellow)
    }

    private func line(_ title: String, _ points: [(time: Double, value: Double)], _ look: TerminalStyle.Look)
        -> [String]
    {
        let maximum = points.map(\.value).max() ?? 0
        let peak = "  max \(Quantity.bytes(maximum))"
        let label = "  " + title + String(repeating: " ", count: max(0, 17 - title.count))
        let width = min(60, context.width - label.count - peak.count)
        let drawn = Sparkline.draw(points, maximum: maximum, width: width)
        return drawn.isEmpty ? [] : [label + context.style(look, drawn) + peak]
    }
}
