import ArgumentParser

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
        for design in design { print(Measurement(design, seconds: seconds).line) }
    }
}

extension Design: ExpressibleByArgument {}
