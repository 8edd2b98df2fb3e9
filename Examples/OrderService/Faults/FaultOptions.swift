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
}

#endif
