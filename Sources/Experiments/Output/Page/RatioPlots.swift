internal import Foundation
internal import ProfileReports

/// Each candidate's ratio to today's and its interval, on a scale of doublings: one plot for each measure.
struct RatioPlots {
    private let report: TuningReport

    /// The scale reaches from a quarter to four times; what lies beyond is cut.
    private static let mostDoublings = 2.0
    private static let marks = [(-2.0, "¼"), (-1, "½"), (0, "1"), (1, "2"), (2, "4")]

    init(_ report: TuningReport) {
        self.report = report
    }

    func text(of measures: [Measure]) -> String {
        measures.compactMap(plot).joined(separator: "\n")
    }

    private func plot(_ measure: Measure) -> String? {
        let rows = report.results.compactMap { result in
            result.ratios[measure].map { row(result.candidate.name, $0, isGain: measure.isGain) }
        }
        guard !rows.isEmpty else { return nil }
        let marks = Self.marks.map { "<text x=\"\(Self.place(doublings: $0.0))\" y=\"1em\">\($0.1)</text>" }
        return """
            <h3>\(VerdictText.name(measure))</h3>
            \(rows.joined(separator: "\n"))
            <div class="scale" aria-hidden="true"><span></span><svg>\(marks.joined())</svg><span></span></div>
            """
    }

    private func row(_ name: String, _ ratio: Interval, isGain: Bool) -> String {
        let kind =
            ratio.isAbove ? (isGain ? "better" : "worse") : ratio.isBelow ? (isGain ? "worse" : "better") : "same"
        let lines = Self.marks.map { mark in
            let x = Self.place(doublings: mark.0)
            return "<line x1=\"\(x)\" x2=\"\(x)\" y1=\"0\" y2=\"100%\"/>"
        }
        return """
            <div class="ratio \(kind)"><span>\(PageTemplate.escaped(name))</span><svg aria-hidden="true">\(lines.joined())\
            <line class="interval" x1="\(Self.place(ratio.low))" x2="\(Self.place(ratio.high))" y1="50%" y2="50%"/>\
            <circle cx="\(Self.place(ratio.estimate))" cy="50%" r="4"/></svg>\
            <span>\(TuningText.fixed(ratio.estimate))x <span class="faint">\(VerdictText.range(ratio))</span></span></div>
            """
    }

    private static func place(_ ratio: Double) -> String {
        place(doublings: ratio > 0 && ratio.isFinite ? log2(ratio) : mostDoublings)
    }

    private static func place(doublings: Double) -> String {
        "\(TuningText.fixed(50 + max(-mostDoublings, min(mostDoublings, doublings)) / mostDoublings * 50))%"
    }
}
