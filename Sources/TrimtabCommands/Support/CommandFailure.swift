import ArgumentParser

/// How commands end that did their work and found something, or could not do it.
enum CommandFailure {
    /// There are findings that were asked about.
    static let findingsStatus: Int32 = 1
    /// A build, a program or the system failed.
    static let failureStatus: Int32 = 3

    /// Says what went wrong.
    ///
    /// - Parameters:
    ///   - error: What to say of it, in one line.
    ///   - output: What the program that failed has said; it stands before our own line about it.
    ///   - isUsage: Whether the arguments are to blame, or what they name.
    /// - Returns: What to leave with.
    static func exit(saying error: String, after output: String, isUsage: Bool) -> ExitCode {
        if !output.isEmpty { StandardError.write(output.hasSuffix("\n") ? output : "\(output)\n") }
        StandardError.error(error)
        return ExitCode(isUsage ? CommandError.exitStatus : failureStatus)
    }
}
