#if Server

import ArgumentParser
import MemoryTuning

/// How much memory the service shall get by with.
struct MemoryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Keep below this: 512MiB, 90%, auto (from the container's limit), or off. Memory is reclaimed, and requests \
            wait or are turned away with 503 before it runs out. Wins over TRIMTAB_MEMORY_LIMIT.
            """,
            valueName: "limit"
        )
    )
    var memoryLimit: String?

    func validate() throws {
        do {
            if let memoryLimit { _ = try MemoryLimit(parsing: memoryLimit) }
        } catch {
            throw ValidationError("--memory-limit: \(error.reason)")
        }
    }
}

#endif
