#if Server

import ArgumentParser

/// What the service shall do badly, for a profile to show.
struct FaultOptions: ParsableArguments {
    @Flag(help: "Never let go of sessions that have ended.")
    var leakSessions = false

    @Flag(help: "Allocate much that is not needed in every request.")
    var churn = false

    @Flag(help: "Every 3 seconds, let one request allocate 64 MiB and free them.")
    var burst = false

    @Option(help: ArgumentHelp("Never let go of so many MiB each second.", valueName: "MiB"))
    var slowLeak: Int?

    @Option(help: ArgumentHelp("The MiB that GET /report takes for a quarter of a second.", valueName: "MiB"))
    var reportSize = 8

    func validate() throws {
        if let slowLeak, !(1...1024).contains(slowLeak) {
            throw ValidationError("--slow-leak \(slowLeak) is out of range. Give 1 to 1024 MiB each second.")
        }
        guard (1...1024).contains(reportSize) else {
            throw ValidationError("--report-size \(reportSize) is out of range. Give 1 to 1024 MiB.")
        }
    }
}

#endif
