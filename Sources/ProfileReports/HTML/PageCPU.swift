internal import Profiles

/// The stacks that used processor time, as columns like those of ``PageRows``: the page's tree of stacks has them, too.
struct PageCPU: Encodable {
    struct Rows: Encodable {
        var node: [Int32] = []
        /// Index into ``PageCPU/lines``.
        var line: [Int] = []
        /// Indices into the page's threads and labels; -1 if unknown, or for none.
        var thread: [Int] = []
        var label: [Int] = []
        /// Nanoseconds.
        var time: [Int] = []
        var timeVariance: [Double] = []
        var samples: [Int] = []
    }

    let text: String
    let rows: Rows
    let lines: [PageEntry]

    init(
        _ report: CPUReport,
        stacks: inout PageStacks,
        threads: inout PageThreads,
        labels: inout PageLabels,
        names: Names
    ) {
        var rows = Rows()
        for (number, line) in report.lines.enumerated() {
            for stack in line.stacks.map({ report.stacks[$0] }) {
                // The smallest of very many stand without a stack: the sums stay the same.
                let node = rows.node.count < PageRows.most ? stacks.node(of: stack.frames) : -1
                for part in stack.parts {
                    rows.node.append(node)
                    rows.line.append(number)
                    rows.thread.append(threads.index(of: part.thread))
                    rows.label.append(labels.index(of: part.labels))
                    rows.time.append(part.time.count)
                    rows.timeVariance.append(part.time.estimate.variance.rounded())
                    rows.samples.append(part.time.estimate.samples)
                }
            }
        }
        self.rows = rows
        let words = CPUText(report: report)
        text = ([words.heading + "."] + words.losses).joined(separator: " ")
        lines = report.lines.map { PageEntry($0, names: names) }
    }
}
