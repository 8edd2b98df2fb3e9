import ArgumentParser
import EscapeAnalysis
import Foundation

/// What is accepted already.
struct EscapeBaselineOptions: ParsableArguments {
    @Option(
        name: .customLong("baseline"),
        help: ArgumentHelp("Show only findings that are not in this baseline.", valueName: "file")
    )
    var file: String?

    @Option(help: ArgumentHelp("Write a baseline that accepts all findings of now.", valueName: "file"))
    var writeBaseline: String?

    @Flag(help: "Exit with 1 if there are findings that are not in the baseline.")
    var failOnNew = false

    @Flag(help: "Compare with a baseline of another toolchain.")
    var anyToolchain = false

    func validate() throws {
        if failOnNew, file == nil {
            throw ValidationError("--fail-on-new needs --baseline FILE; write one with --write-baseline FILE")
        }
    }

    var output: OutputFile? { writeBaseline.map { OutputFile(path: $0, option: "--write-baseline") } }

    /// The baseline to compare with, if one is named.
    func read() throws -> EscapeBaseline? {
        guard let file else { return nil }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw CommandError(
                .badInput,
                "--baseline '\(file)': cannot be read; write one with trimtab escape --write-baseline \(file)"
            )
        }
        return try EscapeFailure.catching { () throws(EscapeError) in try EscapeBaseline(data, name: file) }
    }

    func new(in report: EscapeReport, beyond accepted: EscapeBaseline) throws -> [EscapeFinding] {
        try EscapeFailure.catching { () throws(EscapeError) in
            try accepted.new(in: report, acceptsOtherToolchain: anyToolchain)
        }
    }

    func write(_ report: EscapeReport) throws {
        guard let output else { return }
        try output.write(try EscapeFailure.catching { () throws(EscapeError) in try EscapeBaseline(report).bytes() })
    }
}
