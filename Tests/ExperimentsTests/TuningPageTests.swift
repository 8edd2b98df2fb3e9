import Foundation
import Randomness
import Testing

@testable import Experiments

/// The page of an experiment whose truth is known.
struct TuningPageTests {
    private func page(_ truth: [Measure: Double], name: String) throws -> String {
        let path = "\(NSTemporaryDirectory())/\(UUID()).json"
        defer { try? FileManager.default.removeItem(atPath: path) }
        var generator = SeededGenerator(seed: 31)
        let simulated = SimulatedTrials(noise: .even, deviation: 0.01, truths: [[:], truth])
        var state = TuningState(
            options: TrialOptions(server: ["./server"], load: .program),
            candidates: [Candidate(name: "today"), Candidate(name: name)],
            seed: 1,
            path: path
        )
        for var trial in simulated.trials(&generator) {
            trial.candidate = trial.candidate == "c0" ? "today" : name
            try state.add(trial)
        }
        let report = TuningReport(state, objective: .memory, isFinished: true)
        return String(decoding: TuningPage().bytes(report), as: UTF8.self)
    }

    /// The row of a measure: its class, where its dot stands and what is written beside.
    private func row(_ title: String, of page: String) throws -> (kind: Substring, dot: Substring, text: Substring) {
        let plot = try #require(page.components(separatedBy: "<h3>\(title)</h3>").dropFirst().first)
        let match = try #require(
            plot.firstMatch(
                of: /class="ratio ([a-z]+)".*?<circle cx="([0-9.]+%)".*?<span>([0-9.]+x)/.dotMatchesNewlines()
            )
        )
        return (match.1, match.2, match.3)
    }

    @Test func whatIsBetterDependsOnTheMeasure() throws {
        let page = try page([.peakResident: 0.5, .throughput: 0.5, .latency99: 2], name: "c")
        #expect(try row("peak RSS", of: page).kind == "better")
        #expect(try row("throughput", of: page).kind == "worse")
        #expect(try row("p99", of: page).kind == "worse")
        #expect(try row("settled RSS", of: page).kind == "same")
        #expect(try abs((Double(row("peak RSS", of: page).text.dropLast()) ?? 0) - 0.5) < 0.03)
    }

    @Test func whatIsBeyondTheScaleStandsAtItsEnd() throws {
        let page = try page([.peakResident: 40, .settledResident: 0.01], name: "c")
        #expect(try row("peak RSS", of: page).dot == "100.00%")
        #expect(try row("settled RSS", of: page).dot == "0.00%")
        #expect(try row("settled RSS", of: page).text == "0.01x")
    }

    @Test func namesAreTextAndNothingElse() throws {
        let page = try page([:], name: "<script>alert(1)</script>")
        #expect(!page.contains("<script"))
        #expect(page.contains("&lt;script>alert(1)"))
    }
}
