import AllocationTracking
import ArgumentParser
import PeerMeasurement

/// Measures the helpers of `ZeroAllocation`, and prints what `Peers/zeroalloc` prints for Go: one JSON object per line.
///
/// Allocations are counted by the hooks, whose cost is in the times.
@main
struct ZeroAllocationPeer: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure the zero-allocation helpers; compare.py sets the figures beside those of Go."
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
        let body = design.prepare()
        let operations = PeerMeasurement.operations(taking: seconds, body)
        return PeerMeasurement(design: design.rawValue, threads: 1, operations: operations) {
            measureAllocations { body(operations) }.used.map { (Int($0.allocations), Int($0.bytes)) }
        }
    }
}

extension Design: ExpressibleByArgument {}
