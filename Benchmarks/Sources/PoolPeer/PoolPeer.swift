import ArgumentParser

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

    @Option(help: "Wall time of each measurement, after a warm-up of about as long.")
    var seconds = 0.5

    func validate() throws {
        guard threads.allSatisfy({ (1...1024).contains($0) }) else {
            throw ValidationError("--threads takes numbers from 1 to 1024")
        }
        guard seconds > 0, seconds <= 3600 else { throw ValidationError("--seconds must be above 0 and at most 3600") }
    }

    func run() {
        for design in design {
            for threads in threads { print(Measurement(design, threads: threads, seconds: seconds).line) }
        }
    }
}

extension Design: ExpressibleByArgument {}
