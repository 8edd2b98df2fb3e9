import EscapeAnalysis

/// How `trimtab escape` ends when it could not do its work.
enum EscapeFailure {
    /// Runs `body`; says what went wrong and leaves with the status that belongs to it.
    static func catching<Success>(_ body: () throws(EscapeError) -> Success) throws -> Success {
        do {
            return try body()
        } catch {
            let isUsage: [EscapeError.Code] = [.noPackage, .unknownTarget, .wrongToolchain, .damaged]
            throw CommandFailure.exit(
                saying: error.description,
                after: error.output,
                isUsage: isUsage.contains(error.code)
            )
        }
    }
}
