import ArgumentParser
import PeerMeasurement

/// Measures `MemoryTuning`, and prints what `Peers/statistics` prints for Go: one JSON object per line.
///
/// The heap holds 100,000 blocks of 1,000 bytes. In designs named `-busy` a thread replaces one after the other of them
/// meanwhile.
@main
struct StatisticsPeer: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure memory statistics; compare.py sets the figures beside those of Go."
    )

    @Option(help: "The design: \(Design.allCases.map(\.rawValue).joined(separator: ", ")).")
    var design: [Design] = Design.allCases

    @Option(help: "Wall time of each measurement, after a warm-up of about half as long.")
    var seconds = 0.5

    func validate() throws {
        guard seconds > 0, seconds <= 3600 else { throw ValidationError("--seconds must be above 0 and at most 3600") }
    }

    func run() {
        for design in design { print(measure(design).line) }
    }

    private func measure(_ design: Design) -> PeerMeasurement {
        let heap = HeldHeap(isBusy: design.isBusy)
        defer { heap.end() }
        let read = design.prepare()
        let body = { (operations: Int) in for _ in 0..<operations { read() } }
        let operations = PeerMeasurement.operations(taking: seconds, body)
        return PeerMeasurement(design: design.rawValue, threads: 1, operations: operations) {
            body(operations)
            return nil
        }
    }
}

extension Design: ExpressibleByArgument {}
