internal import ProfileReports
internal import Quantities

/// Draws the report as one HTML file that fetches nothing and needs no script: the table, intervals, memory over time.
package struct TuningPage: Sendable {
    private static let measures: [Measure] = [.peakResident, .settledResident, .throughput, .latency99, .cpu]

    package init() {}

    /// The page in UTF-8.
    package func bytes(_ report: TuningReport) -> [UInt8] {
        let program = String(report.server.first?.split(separator: "/").last ?? "")
        let server = PageTemplate.escaped(([program] + report.server.dropFirst()).joined(separator: " "))
        let lines = VerdictText.summary(report).map { "<p>\(PageTemplate.escaped($0))</p>" }.joined(separator: "\n")
        let ratios = RatioPlots(report).text(of: Self.measures)
        let body = """
            <header><div class="heading"><h1>\(server): tuning</h1>
            <p id="run">for \(report.objective.rawValue)\(report.limit.map { ", below \(Quantity.bytes($0))" } ?? "")</p>
            </div></header>
            <main>
            <section><h2>Verdict</h2>\(lines)\(settings(report))</section>
            \(table(report))
            \(ratios.isEmpty ? "" : comparison(ratios))
            <section><h2>Resident memory over time</h2><p class="hint">A line for each round. The load ends \
            at the dashed line; what is left then settles. All have the same scale.</p>
            \(MemoryPlots(report).text)</section>
            </main>
            """
        return PageTemplate().page(
            title: "\(program): tuning",
            style: PackageResources.tuning_css,
            body: Array(body.utf8)
        )
    }

    private func settings(_ report: TuningReport) -> String {
        guard let recommended = report.recommended else { return "" }
        return "<pre>\(PageTemplate.escaped(Fragments(recommended.candidate).shell))</pre>"
    }

    /// Where there is little room the columns of this class are left out.
    private static let isWide = [false, false, true, true, true, true, true, false]

    private func table(_ report: TuningReport) -> String {
        let rows = report.results.map { result in
            let cells = [
                result.candidate.name, TuningText.bytes(.peakResident, result),
                TuningText.bytes(.settledResident, result),
                TuningText.ratio(.throughput, result), TuningText.ratio(.latency99, result),
                TuningText.ratio(.cpu, result), "\(result.rounds)", VerdictText.text(result),
            ]
            return "<tr\(result.bestFor.isEmpty ? "" : " class=\"best\"")>\(Self.row("td", cells))</tr>"
        }
        let titles = ["configuration", "peak RSS", "settled RSS", "throughput", "p99", "CPU", "rounds", "verdict"]
        return """
            <section><h2>Configurations</h2><div class="table"><table><thead><tr>\
            \(Self.row("th", titles))</tr></thead>
            <tbody>\(rows.joined(separator: "\n"))</tbody></table></div></section>
            """
    }

    private static func row(_ element: String, _ cells: [String]) -> String {
        zip(cells, isWide).map { cell, isWide in
            "<\(element)\(isWide ? " class=\"wide\"" : "")>\(PageTemplate.escaped(cell))</\(element)>"
        }.joined()
    }

    private func comparison(_ ratios: String) -> String {
        """
        <section><h2>Against today</h2><p class="hint">Ratios with their 99 % intervals; 1 is no difference. What \
        lies beyond the scale stands at its end.
        <span class="key better">surely better</span><span class="key worse">surely worse</span>\
        <span class="key same">neither</span></p>
        \(ratios)</section>
        """
    }
}
