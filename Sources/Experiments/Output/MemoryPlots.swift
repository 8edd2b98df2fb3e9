internal import ProfileReports
internal import Quantities

/// Resident memory over time: a small plot for each candidate, with a line for each round.
struct MemoryPlots {
    private let report: TuningReport
    private let mostBytes: Int
    private let mostSeconds: Double

    private static let width = 320.0
    private static let height = 110.0

    init(_ report: TuningReport) {
        self.report = report
        let samples = report.trials.filter { $0.round > 0 }.flatMap(\.resident)
        mostBytes = max(1, samples.map(\.bytes).max() ?? 1)
        mostSeconds = max(0.001, samples.map(\.time).max() ?? 1)
    }

    var text: String {
        let plots = report.results.compactMap { plot($0.candidate.name) }
        return "<div style=\"display:flex;flex-wrap:wrap;gap:1em\">\(plots.joined(separator: "\n"))</div>"
    }

    private func plot(_ name: String) -> String? {
        let lines = report.trials.filter { $0.candidate == name && $0.round > 0 && !$0.resident.isEmpty }.map { trial in
            let points = trial.resident.map { sample in
                let x = max(0, sample.time) / mostSeconds * Self.width
                let y = Self.height - Double(sample.bytes) / Double(mostBytes) * Self.height
                return "\(TuningText.fixed(x)),\(TuningText.fixed(y))"
            }
            return """
                <polyline points="\(points.joined(separator: " "))" fill="none" stroke="var(--resident)" \
                stroke-opacity="0.7"/>
                """
        }
        guard !lines.isEmpty else { return nil }
        let label = PageTemplate.escaped(name)
        return """
            <figure style="margin:0"><figcaption>\(label)</figcaption>
            <svg role="img" aria-label="resident memory, \(label)" viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" \
            width="\(Int(Self.width))" height="\(Int(Self.height))" style="background:var(--panel)">
            \(lines.joined(separator: "\n"))</svg>
            <p class="hint">0 to \(Quantity.bytes(mostBytes)), \(Quantity.seconds(mostSeconds))</p></figure>
            """
    }
}
