internal import Profiles
internal import Quantities

/// Says how a program ended.
enum ExitText {
    static func of(_ facts: RunFacts) -> String {
        guard let exit = facts.exit else { return facts.end.map(of) ?? "end not seen" }
        if exit.isOutOfMemoryKill { return "killed for lack of memory" }
        switch exit.cause {
        case .status(let status): return "exit status \(status)"
        case .signal(let signal):
            return "killed by signal \(signal)" + (signals[signal].map { " (\($0))" } ?? "")
        }
    }

    /// The run in short: which process, how long, how it ended.
    static func run(_ report: HeapReport) -> String {
        var facts: [String] = []
        if report.program.processID != 0 { facts.append("pid \(report.program.processID)") }
        if let seconds = report.seconds { facts.append(Quantity.seconds(seconds)) }
        if let cpu = report.facts.cpuSeconds { facts.append("CPU \(Quantity.seconds(cpu))") }
        return (facts + [of(report.facts)]).joined(separator: ", ")
    }

    private static func of(_ end: ProgramEnd) -> String {
        switch end {
        case .running: "still running"
        case .ended: "ended (status unknown)"
        case .cutOff: "killed, or ended without its exit handlers"
        }
    }

    private static let signals = [
        1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE",
        9: "SIGKILL", 11: "SIGSEGV", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM",
    ]
}
