import Foundation
import Randomness
import Testing

@testable import Experiments

/// What verdicts are worth, on hundreds of simulated experiments whose truth is known.
struct VerdictTests {
    private static let experiments = 600

    @Test(arguments: SimulatedTrials.Noise.allCases, [0.01, 0.05, 0.15])
    func theSameTwiceIsCalledNoDifference(noise: SimulatedTrials.Noise, deviation: Double) {
        var generator = SeededGenerator(seed: 11)
        let simulated = SimulatedTrials(noise: noise, deviation: deviation, truths: [[:], [:]])
        var wrong = 0
        for _ in 0..<Self.experiments {
            let comparison = Comparison(simulated.trials(&generator), candidates: simulated.candidates)
            // Wrong as soon as any objective says anything else, which is more than a person asks for.
            let verdicts = Objective.allCases.map { comparison.results(for: $0)[1].verdict }
            if verdicts.contains(where: { $0 != .noDifference }) { wrong += 1 }
        }
        #expect(Double(wrong) / Double(Self.experiments) <= 0.05, "\(wrong) of \(Self.experiments)")
    }

    @Test(arguments: SimulatedTrials.Noise.allCases)
    func aClearWinAndAClearLossAreFoundAndRepeatsAgree(noise: SimulatedTrials.Noise) {
        var generator = SeededGenerator(seed: 12)
        let simulated = SimulatedTrials(
            noise: noise,
            truths: [
                [:], [.peakResident: 0.3, .settledResident: 0.2], [:],
                [.peakResident: 1.8, .settledResident: 1.8, .throughput: 0.5],
            ]
        )
        var right = 0
        for _ in 0..<Self.experiments {
            let comparison = Comparison(simulated.trials(&generator), candidates: simulated.candidates)
            let results = comparison.results(for: .memory)
            let verdicts = results.map(\.verdict)
            if verdicts[1] == .better, verdicts[3] == .worse, comparison.best(for: .memory) == "c1" { right += 1 }
        }
        #expect(Double(right) / Double(Self.experiments) >= 0.95, "\(right) of \(Self.experiments)")
    }

    @Test func intervalsHoldTheTruthAsOftenAsTheySay() {
        var generator = SeededGenerator(seed: 13)
        let simulated = SimulatedTrials(noise: .drifting, truths: [[:], [.settledResident: 0.7]])
        var held = 0
        for _ in 0..<Self.experiments {
            let comparison = Comparison(simulated.trials(&generator), candidates: simulated.candidates)
            guard let interval = comparison.results(for: .memory)[1].ratios[.settledResident] else { continue }
            if interval.low <= 0.7, 0.7 <= interval.high { held += 1 }
        }
        let share = Double(held) / Double(Self.experiments)
        #expect(share >= 0.98 && share < 1, "\(share)")
    }

    @Test func aWinThatCostsTooMuchElsewhereIsNoWin() {
        var generator = SeededGenerator(seed: 14)
        let simulated = SimulatedTrials(
            noise: .even,
            truths: [[:], [.peakResident: 0.5, .settledResident: 0.5, .throughput: 0.6]]
        )
        let comparison = Comparison(simulated.trials(&generator), candidates: simulated.candidates)
        var result = comparison.results(for: .memory)[1]
        #expect(result.verdict == .traded)
        // For balance it may still be the one to take.
        result.bestFor = []
        #expect(VerdictText.text(result).hasPrefix("better, but worse in throughput"))
        #expect(comparison.best(for: .memory) == nil)
    }

    @Test(arguments: [0.05, 0.15, 0.25])
    func noiseHidesNoPrice(deviation: Double) {
        var generator = SeededGenerator(seed: 18)
        let truths: [[Measure: Double]] = [[:], [.peakResident: 0.3, .settledResident: 0.1, .throughput: 0.4]]
        let simulated = SimulatedTrials(noise: .even, deviation: deviation, truths: truths)
        var recommended = 0
        for _ in 0..<Self.experiments {
            let comparison = Comparison(simulated.trials(&generator), candidates: simulated.candidates)
            if comparison.best(for: .memory) != nil { recommended += 1 }
        }
        #expect(Double(recommended) / Double(Self.experiments) <= 0.03, "\(recommended) of \(Self.experiments)")
    }

    @Test func ofTwoThatAreNearlyAsGoodTheSimplerOneIsTaken() {
        var generator = SeededGenerator(seed: 15)
        let truths: [[Measure: Double]] = [
            [:], [.peakResident: 0.5, .settledResident: 0.5], [.peakResident: 0.49, .settledResident: 0.49],
        ]
        let simulated = SimulatedTrials(noise: .even, deviation: 0.01, truths: truths)
        for _ in 0..<100 {
            let comparison = Comparison(simulated.trials(&generator), candidates: simulated.candidates)
            #expect(comparison.best(for: .memory) == "c1")
        }
    }

    @Test func whatIsKilledAtTheLimitIsOutAndWhatLivesIsTaken() {
        var generator = SeededGenerator(seed: 16)
        let simulated = SimulatedTrials(noise: .even, truths: [[:], [:], [:]])
        var trials = simulated.trials(&generator)
        for index in trials.indices where trials[index].candidate != "c2" { trials[index].outcome = .killedForMemory }
        let comparison = Comparison(trials, candidates: simulated.candidates)
        #expect(comparison.results(for: .balanced).map(\.verdict) == [.killed, .killed, .survives])
        #expect(comparison.best(for: .balanced) == "c2")
        #expect(comparison.losers(for: .balanced).map(\.name) == ["c1"])
    }

    @Test func twoRoundsAreTooFew() {
        var generator = SeededGenerator(seed: 17)
        let simulated = SimulatedTrials(noise: .even, rounds: 2, truths: [[:], [.throughput: 3]])
        let comparison = Comparison(simulated.trials(&generator), candidates: simulated.candidates)
        #expect(comparison.results(for: .throughput)[1].verdict == .undecided)
    }

    @Test func figuresThatMakeNoSenseGiveNoVerdict() {
        var trials = (1...5).flatMap { round in
            (0...1).map { Trial(candidate: "c\($0)", round: round) }
        }
        for index in trials.indices {
            trials[index].throughput = index.isMultiple(of: 3) ? .nan : .infinity
            trials[index].peakResident = 0
        }
        let candidates = (0...1).map { Candidate(name: "c\($0)") }
        for objective in Objective.allCases {
            let result = Comparison(trials, candidates: candidates).results(for: objective)[1]
            #expect(result.verdict == .undecided)
        }
    }
}
