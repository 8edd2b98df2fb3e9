import ArgumentParser
import Experiments

/// How `trimtab tune` and `trimtab pgo` end when they could not do their work.
enum ExperimentFailure {
    /// The server, the load, a build or the system failed.
    static let failureStatus: Int32 = 3

    /// Runs `body`; says what went wrong and leaves with the status that belongs to it.
    static func catching<Success>(_ body: () throws(ExperimentError) -> Success) throws -> Success {
        do {
            return try body()
        } catch {
            // What a program says stands before our own line about it.
            if !error.output.isEmpty {
                StandardError.write(error.output.hasSuffix("\n") ? error.output : "\(error.output)\n")
            }
            StandardError.error(error.description)
            if let signal = Interruption.signal { throw ExitCode(Int32(128 + signal)) }
            let isUsage: [ExperimentError.Code] = [.badValue, .noAllocator, .badState, .badProgram]
            throw ExitCode(isUsage.contains(error.code) ? CommandError.exitStatus : failureStatus)
        }
    }
}
