import ArgumentParser
import Foundation

/// `trimtab run`: profiles a program from its start to its end.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a program and see where its memory, and with --cpu its processor time, goes.",
        usage: "trimtab run [<options>] [--] <program> [<arguments> ...]",
        discussion: """
            The program keeps its input, output, terminal, signals and exit status. What trimtab has to say \
            goes to standard error when the program has ended. Options of trimtab come before the program; what \
            follows its name is the program's. --json, --pprof, --cpu-pprof and --html take a file: standard output is \
            the program's.

            With --output FILE, a run that is killed together with trimtab, as a container is, leaves FILE.running; \
            the next run tells who held the memory and keeps it as FILE.1.

            EXAMPLES:
              trimtab run -- ./my-server --port 8080
              trimtab run --cpu -- ./my-server
              trimtab run --interval 1 -- swift-format lint -r Sources
              trimtab run --json heap.json --pprof heap.pb.gz -- ./my-tool
              trimtab run --output before.trimtab -- ./my-tool
            """
    )

    @Option(
        help: ArgumentHelp(
            "Mean bytes between two samples, as 64KiB, 1MiB or 100000 (KiB = 1024); 1 traces every allocation.",
            valueName: "size"
        )
    )
    var interval = "512KiB"

    @Flag(help: "Sample processor time, too: 100 times in each second of it that a thread uses.")
    var cpu = false

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp("Where to save the recording (default: trimtab-<program>-<pid>.trimtab).", valueName: "file")
    )
    var output: String?

    @Flag(name: .customLong("no-recording"), help: "Keep no recording.")
    var discardsRecording = false

    @Option(help: ArgumentHelp("Write the report as JSON to this file.", valueName: "file"))
    var json: String?

    @Option(help: ArgumentHelp("Write a heap profile for pprof to this file.", valueName: "file"))
    var pprof: String?

    @Option(help: ArgumentHelp("Write a CPU profile for pprof to this file; implies --cpu.", valueName: "file"))
    var cpuPprof: String?

    @Option(help: ArgumentHelp("Write the report as a page for the browser to this file.", valueName: "file"))
    var html: String?

    @Flag(name: .shortAndLong, help: "Print no summary.")
    var quiet = false

    @OptionGroup
    var report: ReportOptions

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("The program to run, and its arguments.", valueName: "program")
    )
    var command: [String] = []

    func run() throws {
        let plan = try RunPlan(self)
        if let output { Predecessor(output: output).keep(telling: !quiet) }
        let recording = try RecordingFile(output: output)
        let outcome = try plan.runProgram(recording: recording)
        let isSaved = RunSummary(plan: plan, outcome: outcome).write(recording)
        if isSaved {
            recording.remove()
        } else if let name = recording.name {
            StandardError.warn("the recording stays in '\(name)': see `trimtab report '\(name)'`")
        }
        throw ExitCode(outcome.exitStatus)
    }
}
