import ArgumentParser
import Experiments
import Foundation

/// Where the results go.
struct TuneOutputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write the settings to this folder for shell, Docker, systemd and Kubernetes.",
            valueName: "dir"
        )
    )
    var write: String?

    @Option(help: ArgumentHelp("Write the report as a page for the browser; - is standard output.", valueName: "file"))
    var html: String?

    @Option(
        help: ArgumentHelp(
            "Write the report as JSON to this file; - is standard output, in place of the text.",
            valueName: "file"
        )
    )
    var json: String?

    @Option(help: "When to colour: auto, always or never.")
    var color = ColorChoice.auto

    @Flag(name: .shortAndLong, help: "Say nothing about progress.")
    var quiet = false

    private var files: [OutputFile?] {
        [json.map { OutputFile(path: $0, option: "--json") }, html.map { OutputFile(path: $0, option: "--html") }]
    }

    func check() throws {
        _ = try OutputFile.checkStandardOutput(files)
        for file in files { try file?.check() }
        guard let write else { return }
        var status = stat()
        let isThere = stat(write, &status) == 0
        guard !isThere || status.st_mode & S_IFMT == S_IFDIR else {
            throw CommandError(.badOutput, "--write '\(write)': it is not a folder")
        }
        guard isThere ? access(write, W_OK | X_OK) == 0 : mkdir(write, 0o755) == 0 else {
            throw CommandError(.badOutput, "--write '\(write)': cannot write there: \(errorText(errno))")
        }
    }

    func write(_ report: TuningReport) throws {
        try files[0]?.write(TuningJSON().bytes(report))
        try files[1]?.write(TuningPage().bytes(report))
        if let folder = write, let recommended = report.recommended {
            for file in Fragments(recommended.candidate).files {
                try OutputFile(path: "\(folder)/\(file.name)", option: "--write").write(file.text.utf8)
            }
        }
        guard !files.contains(where: { $0?.path == "-" }) else { return }
        let isColored = color.isColored(descriptor: STDOUT_FILENO)
        writeAll(TuningText(isColored: isColored).text(report), to: STDOUT_FILENO)
    }
}
