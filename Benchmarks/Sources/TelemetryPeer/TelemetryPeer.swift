import ArgumentParser
import Foundation
import Logging
import PeerMeasurement
import Telemetry

/// Measures Trimtab's telemetry, and prints what `Peers/telemetry` prints for Go: one JSON object per line.
///
/// Spans go to the collector that `Peers/telemetry -receive` is, so what is measured includes that they are sent.
@main
struct TelemetryPeer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure counters and spans; compare.py sets the figures beside those of Go."
    )

    @Option(help: "The design: \(Design.allCases.map(\.rawValue).joined(separator: ", ")).")
    var design: [Design] = Design.allCases

    @Option(help: "The number of threads.")
    var threads: [Int] = [1]

    @Option(help: "Wall time of each measurement, after a warm-up of about half as long.")
    var seconds = 0.5

    @Option(help: "The program that Peers/telemetry is built to.")
    var collector: String

    func validate() throws {
        guard threads.allSatisfy({ (1...1024).contains($0) }) else {
            throw ValidationError("--threads takes numbers from 1 to 1024")
        }
        guard seconds > 0, seconds <= 3600 else { throw ValidationError("--seconds must be above 0 and at most 3600") }
    }

    func run() async throws {
        let collector = try Collector(program: collector)
        for design in design {
            for threads in threads {
                var settings = TelemetryConfiguration { collector.environment[$0] }
                settings.tracing.sampler = design == .spanUnsampled ? .alwaysOff : .alwaysOn
                if design == .spanExported { settings.traceExport?.maximumQueueSize = 1_000_000 }
                let telemetry = TelemetryService(configuration: settings, logger: Logger(label: "TelemetryPeer"))
                let sending = Task { try await telemetry.run() }
                let line = await measure(design, telemetry, threads: threads)
                sending.cancel()
                _ = await sending.result
                print(line.line)
            }
        }
        collector.end()
    }

    private func measure(_ design: Design, _ telemetry: TelemetryService, threads: Int) async -> PeerMeasurement {
        let loop = design.prepare(telemetry)
        // Spans that wait for each other's requests are measured in one go: what is left is sent within the measurement.
        if design == .spanExported {
            let operations = Int(seconds * 100_000)
            return PeerMeasurement(design: design.rawValue, threads: 1, operations: operations) {
                loop(operations)
                let flushed = DispatchSemaphore(value: 0)
                Task.detached {
                    await telemetry.flush(timeout: .seconds(600))
                    flushed.signal()
                }
                flushed.wait()
                return nil
            }
        }
        func run(_ operations: Int) {
            DispatchQueue.concurrentPerform(iterations: threads) { _ in loop(operations) }
        }
        let share = PeerMeasurement.operations(taking: seconds, run)
        return PeerMeasurement(design: design.rawValue, threads: threads, operations: share * threads) {
            run(share)
            return nil
        }
    }
}

extension Design: ExpressibleByArgument {}
