internal import Foundation
internal import ProfileReports
internal import Quantities

/// Draws the report as one HTML file that fetches nothing and needs no script: the table, intervals, memory over time.
package struct TuningPage: Sendable {
    private static let measures: [Measure] = [.peakResident, .settledResident, .throughput, .latency99, .cpu]

    package init() {}

    /// The page in UTF-8.
    package func bytes(_ report: TuningReport) -> [UInt8] {
        let server = PageTemplate.escaped(report.server.joined(separator: " "))
        let lines = VerdictText.summary(report).map { "<p>\(PageTemplate.escaped($0))</p>" }.joined(separator: "\n")
        let body = """
            <header><div class="heading"><h1>\(server): tuning</h1>
            <p id="run">for \(report.objective.rawValue)\(report.limit.map { ", below \(Quantity.bytes($0))" } ?? "")</p>
            </div></header>
            <main>
            <section><h2>Verdict</h2>\(lines)\(settings(report))</section>
            \(table(report))
            <section><h2>Against today</h2><p class="hint">Ratios with their 99 % intervals; the line is 1, no difference.
            Left of it there is less, right of it more.</p>
            \(Self.measures.map { intervals($0, report) }.joined(separator: "\n"))</section>
            <section><h2>Resident memory over time</h2><p class="hint">All rounds of each; seconds since the load began, and
            some seconds after its end. All have the same scale.</p>
            \(MemoryPlots(report).text)</section>
            </main>
            """
        return PageTemplate().page(title: "\(report.server.first ?? ""): tuning", body: Array(body.utf8))
    }

    private func settings(_ report: TuningReport) -> String {
        guard let recommended = report.recommended else { return "" }
        return "<pre>\(PageTemplate.escaped(Fragments(recommended.candidate).shell))</pre>"
    }

    private func table(_ report: TuningReport) -> String {
        let rows = report.results.map { result in
            let cells = [
                TuningText.bytes(.peakResident, result), TuningText.bytes(.settledResident, result),
                TuningText.ratio(.throughput, result), TuningText.ratio(.latency99, result),
                TuningText.ratio(.cpu, result), "\(result.rounds)",
            ]
            return """
                <tr\(result.bestFor.isEmpty ? "" : " class=\"beyond\"")><td>\(PageTemplate.escaped(result.candidate.name))</td>\
                \(cells.map { "<td>\($0)</td>" }.joined())<td>\(PageTemplate.escaped(VerdictText.text(result)))</td></tr>
                """
        }
        let titles = ["configuration", "peak RSS", "settled RSS", "throughput", "p99", "CPU", "rounds", "verdict"]
        return """
            <section><h2>Configurations</h2><div class="table"><table><thead><tr>\
            \(titles.map { "<th scope=\"col\">\($0)</th>" }.joined())</tr></thead>
            <tbody>\(rows.joined(separator: "\n"))</tbody></table></div></section>
            """
    }

    /// A line for each candidate: a dot at the ratio, a bar over its interval.
    private func intervals(_ measure: Measure, _ report: TuningReport) -> String {
        let entries = report.results.compactMap { result in
            result.ratios[measure].map { (result.candidate.name, $0) }
        }
        guard !entries.isEmpty else { return "" }
        // From a quarter to four times, by doublings; what reaches further is cut.
        let place = { (ratio: Double) in 100 * (0.5 + max(-2, min(2, Self.doublings(ratio))) / 4) }
        let rows = entries.enumerated().map { index, entry in
            let y = 14 + index * 20
            let (low, middle, high) = (place(entry.1.low), place(entry.1.estimate), place(entry.1.high))
            return """
                <line x1="\(TuningText.fixed(low))%" x2="\(TuningText.fixed(high))%" y1="\(y)" y2="\(y)" \
                stroke="var(--accent)" stroke-width="3" stroke-opacity="0.45"/>\
                <circle cx="\(TuningText.fixed(middle))%" cy="\(y)" r="4" fill="var(--accent)"/>\
                <text x="4" y="\(y + 4)" fill="var(--faint)" font-size="12">\(PageTemplate.escaped(entry.0)) \
                \(TuningText.fixed(entry.1.estimate))x</text>
                """
        }
        let height = 8 + entries.count * 20
        return """
            <h3>\(VerdictText.name(measure))</h3>
            <svg role="img" aria-label="\(VerdictText.name(measure)) against today" width="100%" height="\(height)">
            <line x1="50%" x2="50%" y1="0" y2="\(height)" stroke="var(--line)"/>
            \(rows.joined(separator: "\n"))</svg>
            """
    }

    private static func doublings(_ ratio: Double) -> Double {
        guard ratio > 0, ratio.isFinite else { return 2 }
        return log2(ratio)
    }
}
