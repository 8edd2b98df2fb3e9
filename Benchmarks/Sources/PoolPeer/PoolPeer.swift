import ArgumentParser
import PeerMeasurement

/// Measures Trimtab's object pools, and prints what `Peers/pools` prints for Go: one JSON object per line.
@main
struct PoolPeer: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure object pools; compare.py sets the figures beside those of Go."
    )

    @Option(help: "The design: \(Design.allCases.map(\.rawValue).joined(separator: ", ")).")
    var design: [Design] = Design.allCases

    @Option(help: "The number of threads.")
    var threads: [Int] = [1, 2, 8]

    @Option(help: "Wall time of each measurement, after a warm-up of about half as long.")
    var seconds = 0.5

    func validate() throws {
        guard threads.allSatisfy({ (1...1024).contains($0) }) else {
            throw ValidationError("--threads takes numbers from 1 to 1024")
        }
        guard seconds > 0, seconds <= 3600 else { throw ValidationError("--seconds must be above 0 and at most 3600") }
    }

    func run() {
        for design in design {
            for threads in threads { print(measure(design, on: Threads(count: threads)).line) }
        }
    }

    private func measure(_ design: Design, on threads: Threads) -> PeerMeasurement {
        let loop = design.prepare()
        let share = PeerMeasurement.operations(taking: seconds) { threads.run(loop, operations: $0) }
        return PeerMeasurement(design: design.rawValue, threads: threads.count, operations: share * threads.count) {
            threads.run(loop, operations: share)
            return nil
        }
    }
}

extension Design: ExpressibleByArgument {}
