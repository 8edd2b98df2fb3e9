internal import Profiles
internal import Quantities

/// How the program came to the lines that use most.
struct StacksSection {
    let context: TerminalContext

    private static let stacks = 3

    var lines: [String] {
        let order = context.report.estimated.inUse.bytes.count > 0 ? \SiteUse.inUse : \SiteUse.allocated
        let top = context.report.lines
            .filter { $0.use[keyPath: order].bytes.count > 0 && !$0.sites.isEmpty }
            .sorted { $0.use[keyPath: order].bytes.count > $1.use[keyPath: order].bytes.count }
            .prefix(Self.stacks)
        guard !top.isEmpty else { return [] }
        var lines = [context.style(.bold, "STACKS")]
        for line in top {
            let sites = line.sites.map { context.report.sites[$0] }
            guard let site = sites.max(by: { bytes($0, order) < bytes($1, order) }) else { continue }
            var heading = Quantity.bytes(bytes(site, order)) + (order == \SiteUse.inUse ? " in use" : " allocated")
            if let type = site.type { heading += ", \(context.names.type(type))" }
            if line.sites.count > 1 {
                heading += ", the largest of \(Quantity.count(line.sites.count, "stack")) to this line"
            }
            heading += ThreadName.list(site.threads)
            lines.append("  " + DisplayWidth.cutEnd(heading, to: context.width - 2))
            lines += StackLines(context: context).lines(site.frames).map { "    " + $0 }
        }
        return lines
    }

    private func bytes(_ site: ReportSite, _ order: KeyPath<SiteUse, Measure>) -> Int {
        site.use[keyPath: order].bytes.count
    }
}
