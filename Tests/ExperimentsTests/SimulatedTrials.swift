import Foundation
import Randomness

@testable import Experiments

/// Trials of a machine whose noise is known.
struct SimulatedTrials {
    /// How measurements scatter around what is true.
    enum Noise: CaseIterable {
        case even
        /// One trial in ten meets something else on the machine.
        case interrupted
        /// Whole rounds are slow.
        case drifting
    }

    var noise: Noise
    var rounds = 5
    /// The scatter of one figure of one trial.
    var deviation = 0.05
    /// By candidate: how its figures truly relate to those of the first.
    var truths: [[Measure: Double]]

    var candidates: [Candidate] { truths.indices.map { Candidate(name: "c\($0)") } }

    func trials(_ generator: inout SeededGenerator) -> [Trial] {
        var result: [Trial] = []
        for round in 1...rounds {
            let drift = noise == .drifting ? 0.3 * normal(&generator) : 0
            for (index, truth) in truths.enumerated() {
                var trial = Trial(candidate: "c\(index)", round: round)
                let isHit = noise == .interrupted && generator.chance(10)
                func value(_ measure: Measure, _ usual: Double, slows: Double) -> Double {
                    var logarithm = deviation * normal(&generator) + drift * slows
                    if isHit { logarithm += slows * abs(normal(&generator)) }
                    return usual * (truth[measure] ?? 1) * exp(logarithm)
                }
                trial.peakResident = Int(value(.peakResident, 1e8, slows: 0))
                trial.settledResident = Int(value(.settledResident, 8e7, slows: 0))
                trial.throughput = value(.throughput, 10_000, slows: -0.5)
                trial.latency99 = value(.latency99, 0.01, slows: 2)
                trial.cpuSeconds = value(.cpu, 4, slows: 0.3)
                result.append(trial)
            }
        }
        return result
    }

    /// Box and Muller's.
    private func normal(_ generator: inout SeededGenerator) -> Double {
        let first = Double.random(in: 0x1p-53..<1, using: &generator)
        return sqrt(-2 * log(first)) * cos(2 * .pi * Double.random(in: 0..<1, using: &generator))
    }
}
