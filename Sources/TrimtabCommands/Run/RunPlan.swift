import ArgumentParser
import Foundation
import Quantities

/// What `trimtab run` is going to do, checked as a whole before the program starts.
struct RunPlan {
    /// Mean bytes between samples.
    let interval: Int
    let samplesCPU: Bool
    /// The program as it was typed, and the file that this stands for.
    let program: String
    let path: String
    /// How many of this process's last arguments are the program's, its name included.
    let argumentCount: Int
    let preload: Preload
    /// Where to save the recording: nil for not at all. Until the program's id is known its name is not complete.
    let recording: RecordingName?
    let json: OutputFile?
    let pprof: OutputFile?
    let cpuPprof: OutputFile?
    let html: OutputFile?
    let isQuiet: Bool
    let report: ReportOptions

    /// More bytes than this between samples would find nothing in any program.
    private static let largestInterval = 1 << 40

    /// Of processor time, for each thread. What other profilers take: it costs less than a thousandth of that time.
    private static let cpuSamplesPerSecond = 100

    init(_ options: RunCommand) throws {
        guard let interval = ByteSize.parse(options.interval), (1...Self.largestInterval).contains(interval) else {
            throw CommandError(
                .badValue,
                "--interval '\(options.interval)': expected a size such as 1, 64KiB or 1MiB"
            )
        }
        self.interval = interval
        samplesCPU = options.cpu || options.cpuPprof != nil
        try options.report.check()
        report = options.report
        isQuiet = options.quiet

        let command = try Self.command(options.command)
        program = command[0]
        argumentCount = command.count
        if options.discardsRecording, let output = options.output {
            throw CommandError(
                .badValue,
                "--output '\(output)' and --no-recording exclude each other: give one of them"
            )
        }
        recording = options.discardsRecording ? nil : RecordingName(output: options.output, program: program)
        json = try Self.output(options.json, option: "--json")
        pprof = try Self.output(options.pprof, option: "--pprof")
        cpuPprof = try Self.output(options.cpuPprof, option: "--cpu-pprof")
        html = try Self.output(options.html, option: "--html")
        try recording?.check()

        path = try ProgramLookup().find(program)
        try ProgramCheck().check(path)
        preload = try Preload.find()
    }

    /// Runs the program to its end, however it ends.
    func runProgram(recording: borrowing RecordingFile) throws -> ProgramOutcome {
        let killsBefore = OutOfMemoryKills.read()
        var variables = [
            "LD_PRELOAD": preload.variable(before: ProcessInfo.processInfo.environment["LD_PRELOAD"]),
            "TRIMTAB_RECORDING": try recording.path,
            "TRIMTAB_SAMPLING_INTERVAL": String(interval),
        ]
        if samplesCPU { variables["TRIMTAB_CPU"] = String(Self.cpuSamplesPerSecond) }
        let ownPeak = ProcessFilesystem.peakResidentBytes()
        let clock = ContinuousClock()
        let start = clock.now
        let child = try ChildProcess(path: path, lastArguments: argumentCount, variables: variables)
        try child.waitForEnd()
        let duration = start.duration(to: clock.now)
        let end = try child.reap()
        return ProgramOutcome(
            end,
            processID: Int(child.processID),
            seconds: duration / .seconds(1),
            ownPeak: ownPeak,
            hadMemoryKill: killsBefore?.hasRisen == true
        )
    }

    private static func command(_ words: [String]) throws -> [String] {
        // The parser leaves everything from the first word that it does not know to the program.
        if words.first == "--help" || words.first == "-h" { throw CleanExit.helpRequest(RunCommand.self) }
        let command = words.first == "--" ? Array(words.dropFirst()) : words
        guard let program = command.first else {
            throw CommandError(.badValue, "name the program to run: trimtab run [options] -- PROGRAM [ARGUMENTS]")
        }
        if words.first != "--", program.hasPrefix("-") {
            throw CommandError(
                .badValue,
                "unknown option '\(program)': see `trimtab run --help`, or put -- before the program"
            )
        }
        return command
    }

    private static func output(_ path: String?, option: String) throws -> OutputFile? {
        guard let path else { return nil }
        guard path != "-" else {
            throw CommandError(.badOutput, "\(option) '-': standard output is the program's: name a file")
        }
        let file = OutputFile(path: path, option: option)
        try file.check()
        return file
    }
}
