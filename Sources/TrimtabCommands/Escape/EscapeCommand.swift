package import ArgumentParser
import EscapeAnalysis
import Foundation
import Profiles

/// `trimtab escape`: shows which heap allocations a package's code makes, and why.
package struct EscapeCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "escape",
        abstract: "Show which heap allocations a package's code makes, and why.",
        discussion: """
            Builds the package once more, in .build/trimtab-escape, and reads the machine code. Nothing is run. Exits \
            with 1 if --fail-on-new finds something, 2 if the arguments are wrong, 3 if the package does not build.

            EXAMPLES:
              trimtab escape
              trimtab escape --target App --state heap
              trimtab escape --profile heap.pb.gz
              trimtab escape --write-baseline .trimtab/escape.json
              trimtab escape --baseline .trimtab/escape.json --fail-on-new
            """
    )

    @OptionGroup
    var build: EscapeBuildOptions

    @OptionGroup
    var filter: EscapeFilter

    @OptionGroup
    var baseline: EscapeBaselineOptions

    @Option(
        defaultAsFlag: "-",
        help: ArgumentHelp(
            "Write the report as JSON to this file; without one, to standard output in place of the text.",
            valueName: "file"
        )
    )
    var json: String?

    @Option(
        defaultAsFlag: "-",
        help: ArgumentHelp("Write the findings as SARIF 2.1.0 to this file.", valueName: "file")
    )
    var sarif: String?

    @Option(
        help: ArgumentHelp(
            "A recording or a pprof file: findings come with what they allocated, most first.",
            valueName: "file"
        )
    )
    var profile: String?

    @Flag(help: "Show findings on paths that throw, stop or run once, too.")
    var cold = false

    @Flag(help: "Show the functions that were inlined on the way to each finding.")
    var chains = false

    package init() {}

    package func run() throws {
        let outputs = [
            json.map { OutputFile(path: $0, option: "--json") }, sarif.map { OutputFile(path: $0, option: "--sarif") },
            baseline.output,
        ]
        let isStandardOutputTaken = try OutputFile.checkStandardOutput(outputs)
        for output in outputs { try output?.check() }
        let accepted = try baseline.read()
        let measured = try profile.map { try ProfileLoader.report($0, options: ReportOptions.parse([])).profiles.heap }

        var report = try EscapeFailure.catching { () throws(EscapeError) in try build.analyze() }
        if let measured { say(report.measure(by: measured)) }
        // A baseline is of the whole package, whatever is shown of it.
        let whole = report
        report = filter.applied(to: report)
        var new: [EscapeFinding] = []
        if let accepted {
            new = try baseline.new(in: report, beyond: accepted)
            report.findings = new
        }
        try outputs[0]?.write(EscapeFailure.catching { () throws(EscapeError) in try EscapeJSON().bytes(report) })
        try outputs[1]?.write(
            EscapeFailure.catching { () throws(EscapeError) in
                try EscapeSARIF(version: TrimtabCommands.version).bytes(report)
            }
        )
        try baseline.write(whole)
        if !isStandardOutputTaken {
            writeAll(EscapeText(showsColdPaths: cold, showsChains: chains).text(report), to: STDOUT_FILENO)
        }
        if baseline.failOnNew, !new.isEmpty {
            StandardError.warn("\(new.count) findings are not in the baseline")
            throw ExitCode(CommandFailure.findingsStatus)
        }
    }

    private func say(_ match: EscapeReport.ProfileMatch) {
        let total = max(match.matchedBytes + match.unmatchedBytes + match.foreignBytes, 1)
        let share = { (bytes: Double) in "\(Int((100 * bytes / total).rounded())) %" }
        StandardError.warn(
            """
            of the profile's bytes \(share(match.matchedBytes)) have a finding, \(share(match.unmatchedBytes)) are the \
            package's without one, \(share(match.foreignBytes)) are not the package's
            """
        )
    }
}
