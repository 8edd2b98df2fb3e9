import ArgumentParser
import EscapeAnalysis

/// How `trimtab escape` ends when it could not do its work.
enum EscapeFailure {
    /// There are findings that were asked about.
    static let findingsStatus: Int32 = 1
    /// The package does not build, or a program of the toolchain failed.
    static let failureStatus: Int32 = 3

    /// Runs `body`; says what went wrong and leaves with the status that belongs to it.
    static func catching<Success>(_ body: () throws(EscapeError) -> Success) throws -> Success {
        do {
            return try body()
        } catch {
            // What the compiler says stands before our own line about it.
            if !error.output.isEmpty {
                StandardError.write(error.output.hasSuffix("\n") ? error.output : "\(error.output)\n")
            }
            StandardError.error(error.description)
            let isUsage: [EscapeError.Code] = [.noPackage, .unknownTarget, .wrongToolchain, .damaged]
            throw ExitCode(isUsage.contains(error.code) ? CommandError.exitStatus : failureStatus)
        }
    }
}
