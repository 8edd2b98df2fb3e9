import ArgumentParser
import Experiments

/// How `trimtab tune` and `trimtab pgo` end when they could not do their work.
enum ExperimentFailure {
    /// Runs `body`; says what went wrong and leaves with the status that belongs to it.
    static func catching<Success>(_ body: () throws(ExperimentError) -> Success) throws -> Success {
        do {
            return try body()
        } catch {
            let isUsage: [ExperimentError.Code] = [.badValue, .noAllocator, .badState, .badProgram]
            let exit = CommandFailure.exit(
                saying: error.description,
                after: error.output,
                isUsage: isUsage.contains(error.code)
            )
            throw Interruption.signal.map { ExitCode(Int32(128 + $0)) } ?? exit
        }
    }
}
