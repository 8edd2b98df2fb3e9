internal import ProfileReports
internal import Quantities

/// Resident memory over time: a small plot for each candidate, with a line for each round.
struct MemoryPlots {
    private let report: TuningReport
    private let mostBytes: Int
    private let mostSeconds: Double

    // The plot is drawn in these units, and takes the width that there is.
    private static let width = 320.0
    private static let height = 110.0

    init(_ report: TuningReport) {
        self.report = report
        let samples = report.trials.filter { $0.round > 0 }.flatMap(\.resident)
        // A little room above the highest line.
        mostBytes = max(1, (samples.map(\.bytes).max() ?? 1) / 15 * 16)
        mostSeconds = max(0.001, samples.map(\.time).max() ?? 1)
    }

    var text: String {
        "<div class=\"plots\">\(report.results.compactMap { plot($0.candidate.name) }.joined(separator: "\n"))</div>"
    }

    private func plot(_ name: String) -> String? {
        let trials = report.trials.filter { $0.candidate == name && $0.round > 0 && !$0.resident.isEmpty }
        guard !trials.isEmpty else { return nil }
        let lines = trials.map { trial in
            let points = trial.resident.map { sample in
                let y = Self.height - Double(sample.bytes) / Double(mostBytes) * Self.height
                return "\(TuningText.fixed(x(sample.time))),\(TuningText.fixed(y))"
            }
            return "<polyline points=\"\(points.joined(separator: " "))\"/>"
        }
        let end = trials.compactMap(\.loadSeconds).median.map { seconds in
            let x = TuningText.fixed(x(seconds))
            return "<line x1=\"\(x)\" x2=\"\(x)\" y1=\"0\" y2=\"\(Int(Self.height))\"/>"
        }
        let label = PageTemplate.escaped(name)
        return """
            <figure><figcaption>\(label)</figcaption>
            <svg role="img" aria-label="resident memory, \(label)" viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" \
            preserveAspectRatio="none">\(end ?? "")
            \(lines.joined(separator: "\n"))</svg>
            <p class="hint axis"><span>0 to \(Quantity.bytes(mostBytes))</span><span>\(Quantity.seconds(mostSeconds))</span></p>
            </figure>
            """
    }

    private func x(_ seconds: Double) -> Double {
        max(0, seconds) / mostSeconds * Self.width
    }
}
