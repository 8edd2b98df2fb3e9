import ArgumentParser
import Experiments
import Foundation

/// `trimtab tune`: finds the allocator and the settings that do best for a server under its own load.
struct TuneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tune",
        abstract: "Find the allocator and its settings that do best for a server under load.",
        usage: "trimtab tune [<options>] --load <command> -- <server> [<arguments> ...]",
        discussion: """
            Starts the server with one allocator and setting after the other, puts the load on it each time, and compares. \
            Rounds are interleaved in a changing order; ratios are taken within a round. What is no difference is called so. \
            Figures are read from what wrk, oha, hey or ab print; of any other command the time counts. Without a load the \
            program is to end by itself, and how long it took counts. wrk prints percentiles with --latency.

            Results are kept in a file after each run: after Ctrl-C --resume goes on. Exits with 0 if a better one was \
            found or nothing is better, 2 if the arguments are wrong, 3 if the server or the load fails, 130 after Ctrl-C.

            EXAMPLES:
              trimtab tune --load "wrk -d10s --latency http://127.0.0.1:8080/orders" -- ./my-server
              trimtab tune --url http://127.0.0.1:8080/orders --for memory -- ./my-server --port 8080
              trimtab tune --limit 256MiB --url http://127.0.0.1:8080/ -- ./my-server
              trimtab tune --set TRIMTAB_SAMPLING_INTERVAL=64KiB,512KiB --url http://127.0.0.1:8080/ -- ./my-server
              trimtab tune -- ./my-tool input.json
            """
    )

    @OptionGroup
    var load: TuneLoadOptions

    @OptionGroup
    var plan: TunePlanOptions

    @OptionGroup
    var output: TuneOutputOptions

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("The server to run, and its arguments.", valueName: "server")
    )
    var command: [String] = []

    func run() throws {
        let server = try serverCommand()
        try output.check()
        let options: Tuning.Options = try ExperimentFailure.catching { () throws(ExperimentError) in
            Tuning.Options(
                trial: try load.trial(server: server, limit: try plan.limitBytes()),
                candidates: try plan.candidates(),
                rounds: try plan.checkedRounds(),
                objective: plan.objective,
                statePath: plan.state,
                resumes: plan.resume,
                seed: plan.seed ?? .random(in: 1...UInt64.max)
            )
        }
        Interruption.watch()
        let progress = ProgressLine()
        defer { progress.clear() }
        let report = try ExperimentFailure.catching { () throws(ExperimentError) in
            defer { progress.clear() }
            return try Tuning(options).run { if !output.quiet { progress.show($0) } }
        }
        try output.write(report)
        if let signal = Interruption.signal {
            StandardError.warn("finished results are kept in '\(plan.state)': --resume goes on")
            throw ExitCode(Int32(128 + signal))
        }
    }

    private func serverCommand() throws -> [String] {
        // The parser leaves everything from the first word that it does not know to the server.
        if command.first == "--help" || command.first == "-h" { throw CleanExit.helpRequest(Self.self) }
        let words = command.first == "--" ? Array(command.dropFirst()) : command
        guard let program = words.first else {
            throw CommandError(.badValue, "name the server to run: trimtab tune --load COMMAND -- SERVER [ARGUMENTS]")
        }
        if command.first != "--", program.hasPrefix("-") {
            throw CommandError(
                .badValue,
                "unknown option '\(program)': see `trimtab tune --help`, or put -- before the server"
            )
        }
        return words
    }
}
