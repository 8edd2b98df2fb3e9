internal import Profiles
internal import Quantities

/// What the processor time was used for: by line, and how the program came to those that used most.
struct CPUSection {
    let context: TerminalContext

    private static let stacks = 3

    var lines: [String] {
        guard let cpu = context.report.cpu else { return [] }
        let title = "PROCESSOR TIME"
        let text = CPUText(report: cpu)
        let room = context.width - title.count - 2
        var lines = [context.style(.bold, title) + "  " + DisplayWidth.cutEnd(text.heading, to: room)]
        lines += table(cpu)
        for line in cpu.lines.prefix(Self.stacks) {
            guard let stack = line.stacks.first.map({ cpu.stacks[$0] }) else { continue }
            lines.append("")
            lines.append("  " + DisplayWidth.cutEnd(heading(stack, of: line), to: context.width - 2))
            lines += StackLines(context: context).lines(stack.frames).map { "    " + $0 }
        }
        lines += text.losses.flatMap { TextWrap.lines($0, width: context.width - 2) }.map { "  " + $0 }
        return lines
    }

    private func table(_ cpu: CPUReport) -> [String] {
        let top = Array(cpu.lines.prefix(context.top))
        guard !top.isEmpty else { return [] }
        var table = TextTable(
            ["share", "time", "95 % range", "samples"].map { .init(title: $0, isNumber: true) }
        )
        for line in top {
            table.add([
                Quantity.share(line.time.count, of: cpu.time.count) ?? "",
                CPUText.seconds(line.time.count),
                CPUText.interval(line.time),
                Quantity.count(line.time.estimate.samples),
            ])
        }
        var lines = ["  " + context.style(.faint, table.header + "  where")]
        for (line, cells) in zip(top, table.lines) {
            let place = LinePlace(context: context).text(line.frame, room: context.width - 4 - table.width)
            lines.append("  " + cells + "  " + place)
        }
        if cpu.lines.count > top.count {
            let rest = cpu.lines.dropFirst(top.count).reduce(0) { $0 + $1.time.count }
            let count = Quantity.count(cpu.lines.count - top.count, "other line")
            lines.append("  " + context.style(.faint, "and \(CPUText.seconds(rest)) by \(count)"))
        }
        return lines
    }

    private func heading(_ stack: CPUReportStack, of line: CPULine) -> String {
        var heading = CPUText.seconds(stack.time.count)
        if line.stacks.count > 1 {
            heading += ", the largest of \(Quantity.count(line.stacks.count, "stack")) to this line"
        }
        return heading + ThreadName.list(stack.threads)
    }
}
