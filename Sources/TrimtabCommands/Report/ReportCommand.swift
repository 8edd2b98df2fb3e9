import ArgumentParser
import Foundation
import ProfileReports
import Profiles

/// `trimtab report`: shows what a recording or a pprof file says.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Show where the memory and the processor time went, from a recording or a pprof file.",
        usage: "trimtab report [<options>] <file> ...",
        discussion: """
            The recording may be that of a program that still runs: /proc/TRIMTAB-PID/fd/N of its `trimtab run`, \
            the link there that names trimtab-recording.

            EXAMPLES:
              trimtab report my-server.trimtab
              trimtab report my-server.trimtab --json | jq '.sites[0]'
              trimtab report my-server.trimtab --html report.html
              trimtab report my-server.trimtab --html report.html --escape escape.json
              trimtab report my-server.trimtab --leaks
              trimtab report my-server.trimtab --leaks --referrers
              trimtab report 10-00.trimtab 11-00.trimtab 12-00.trimtab --leaks
              trimtab report my-server.trimtab --pprof heap.pb.gz
              trimtab report heap.pb.gz --top 30 --full-names
              trimtab report /proc/4711/fd/3
            """
    )

    @Option(
        defaultAsFlag: "-",
        help: ArgumentHelp(
            "Write the report as JSON to this file; without one, to standard output in place of the text.",
            valueName: "file"
        )
    )
    var json: String?

    @Option(help: ArgumentHelp("Write a heap profile for pprof; - is standard output.", valueName: "file"))
    var pprof: String?

    @Option(help: ArgumentHelp("Write a CPU profile for pprof; - is standard output.", valueName: "file"))
    var cpuPprof: String?

    @Option(help: ArgumentHelp("Write the report as a page for the browser; - is standard output.", valueName: "file"))
    var html: String?

    @Option(
        help: ArgumentHelp(
            "Say on the page why sites allocate, from a report that trimtab escape --json wrote of the same sources.",
            valueName: "file"
        )
    )
    var escape: String?

    @Option(
        help: ArgumentHelp(
            "Show only what the program did under this label; may be repeated, and then all must hold.",
            valueName: "key=value"
        )
    )
    var label: [String] = []

    @Flag(
        help: ArgumentHelp(
            "Show what grows and is not given back. Copies of one program's recording, made one after the other, tell more."
        )
    )
    var leaks = false

    @Flag(
        help: ArgumentHelp(
            "With --leaks, and while the program runs: look through its memory for what refers to what leaks."
        )
    )
    var referrers = false

    @OptionGroup
    var report: ReportOptions

    @Argument(help: ArgumentHelp("A recording, or a heap profile in pprof's format.", valueName: "file"))
    var files: [String] = []

    func run() throws {
        try report.check()
        guard leaks || !referrers else {
            throw CommandError(.badValue, "--referrers shows what refers to what leaks: add --leaks")
        }
        let source = try input()
        let jsonFile = json.map { OutputFile(path: $0, option: "--json") }
        let pprofFile = pprof.map { OutputFile(path: $0, option: "--pprof") }
        let htmlFile = html.map { OutputFile(path: $0, option: "--html") }
        let cpuPprofFile = cpuPprof.map { OutputFile(path: $0, option: "--cpu-pprof") }
        let outputs = [jsonFile, pprofFile, cpuPprofFile, htmlFile]
        let isStandardOutputTaken = try OutputFile.checkStandardOutput(outputs)
        for output in outputs {
            try output?.check()
            for file in files { try output?.checkKeepsRecordings(input: file) }
        }

        let reasons = try StaticReasons(file: escape, isPageAsked: html != nil)
        var (profiles, heapReport) = try ProfileLoader.report(source, options: report, filter: filter())
        if leaks { heapReport.leaks = try leakReport(profiles.heap) }
        try jsonFile?.write(JSONReport().bytes(heapReport))
        if let pprofFile { try pprofFile.write(profiles.heap.pprof()) }
        if let cpuPprofFile {
            guard let cpu = profiles.cpu else {
                throw CommandError(
                    .badInput,
                    "'\(source)' holds no CPU profile: record it with trimtab run --cpu, or leave out --cpu-pprof"
                )
            }
            try cpuPprofFile.write(cpu.pprof())
        }
        if let htmlFile {
            let folder = FileManager.default.currentDirectoryPath
            let page = HTMLReport(currentDirectory: folder)
            try htmlFile.write(page.bytes(heapReport, of: profiles.heap, reasons: reasons.of(profiles.heap)))
        }
        if !isStandardOutputTaken {
            writeAll(heapReport.drawn(with: report, for: STDOUT_FILENO), to: STDOUT_FILENO)
        }
    }

    private func filter() throws -> ProfileFilter? {
        var labels: [String: String] = [:]
        for text in label {
            guard let mark = text.firstIndex(of: "="), mark != text.startIndex else {
                throw CommandError(.badValue, "--label '\(text)': expected a key and a value, as in route=/orders")
            }
            labels[String(text[..<mark])] = String(text[text.index(after: mark)...])
        }
        return labels.isEmpty ? nil : ProfileFilter(labels: labels)
    }

    /// What leaks by all the files; `last` is the profile of the last one.
    private func leakReport(_ last: HeapProfile) throws -> LeakReport {
        guard !last.samples.isEmpty || last.sites.isEmpty else {
            let file = files.last ?? ""
            throw CommandError(
                .badInput,
                "'\(file)' tells no leaks: it says not when blocks were allocated; give a recording"
            )
        }
        let earlier = try files.dropLast().map { file in
            try ProfileLoader.report(file, options: report, filter: filter()).profiles.heap
        }
        if var report = LeakReport(earlier + [last]) {
            if referrers, let file = files.last {
                let graph = try LiveReferences.graph(of: last, recordedIn: file)
                let reports = report.findings.map { ($0.subject, graph.referrers(of: ReferrerName($0.subject))) }
                report.referrers = Dictionary(reports, uniquingKeysWith: { $1 }).compactMapValues(\.self)
            }
            return report
        }
        throw CommandError(
            .badInput,
            "'\(files[0])' and the others are of different processes: give recordings of one, or compare two with trimtab diff"
        )
    }

    private func input() throws -> String {
        if files.count > 1, !leaks {
            throw CommandError(.badValue, "'\(files[1])': trimtab report takes one file, or several with --leaks")
        }
        if let file = files.last { return file }
        var example = "trimtab report FILE [options]"
        if let json, json != "-" { example = "trimtab report \(json) --json" }
        throw CommandError(.badValue, "name the file to report on: \(example)")
    }
}
