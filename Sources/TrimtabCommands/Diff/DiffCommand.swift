import ArgumentParser
import Foundation
import ProfileReports
import Profiles

/// `trimtab diff`: shows what changed between two recordings or pprof files.
struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show what grew between two recordings or pprof files.",
        usage: "trimtab diff [<options>] <before> <after>",
        discussion: """
            Compares what was in use at the end of each, by Swift type and by the line that allocated. Samples vary: \
            what grew or shrank beyond chance comes first and is marked; the rest may be nothing.

            EXAMPLES:
              trimtab diff before.trimtab after.trimtab
              trimtab diff monday.trimtab tuesday.trimtab --html changes.html
              trimtab diff before.pb.gz after.pb.gz --json | jq '.types[0]'
            """
    )

    @Option(
        defaultAsFlag: "-",
        help: ArgumentHelp(
            "Write the diff as JSON to this file; without one, to standard output in place of the text.",
            valueName: "file"
        )
    )
    var json: String?

    @Option(help: ArgumentHelp("Write the diff as a page for the browser; - is standard output.", valueName: "file"))
    var html: String?

    @OptionGroup
    var report: ReportOptions

    @Argument(help: ArgumentHelp("Two recordings, or heap profiles in pprof's format.", valueName: "before> <after"))
    var files: [String] = []

    func run() throws {
        try report.check()
        guard files.count == 2 else {
            throw CommandError(.badValue, "name two files: trimtab diff BEFORE AFTER [options]")
        }
        let outputs = [
            json.map { OutputFile(path: $0, option: "--json") }, html.map { OutputFile(path: $0, option: "--html") },
        ]
        let isStandardOutputTaken = try OutputFile.checkStandardOutput(outputs)
        for output in outputs {
            try output?.check()
            for file in files { try output?.checkKeepsRecordings(input: file) }
        }
        let before = try ProfileLoader.report(files[0], options: report)
        let after = try ProfileLoader.report(files[1], options: report)
        let diff = HeapDiff(
            before: before.report,
            after: after.report,
            isSameBuild: HeapDiff.isSameBuild(before.profiles.heap, after.profiles.heap)
        )
        let folder = FileManager.default.currentDirectoryPath
        try outputs[0]?.write(JSONDiff().bytes(diff))
        try outputs[1]?.write(HTMLDiff(currentDirectory: folder).bytes(diff))
        if !isStandardOutputTaken {
            writeAll(TerminalDiff(report.terminal(for: STDOUT_FILENO)).text(diff), to: STDOUT_FILENO)
        }
    }
}
