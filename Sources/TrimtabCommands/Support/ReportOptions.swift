import ArgumentParser

/// The options that `run` and `report` share: how findings are shown.
struct ReportOptions: ParsableArguments {
    @Option(
        name: .customLong("symbols"),
        help: ArgumentHelp(
            "A folder with unstripped copies of the binaries, found by build id; may be repeated.",
            valueName: "dir"
        )
    )
    var symbolFolders: [String] = []

    @Flag(help: "Show whole function names instead of shortened ones.")
    var fullNames = false

    @Option(help: ArgumentHelp("How many lines each table shows.", valueName: "n"))
    var top = 10

    @Option(help: "When to use colours; NO_COLOR is honoured.")
    var color = ColorChoice.auto

    /// Fails if a value makes no sense.
    func check() throws {
        guard top > 0 else {
            throw CommandError(.badValue, "--top '\(top)': expected how many lines to show, 1 or more")
        }
        for folder in symbolFolders { try InputFile.checkFolder(folder, option: "--symbols") }
    }
}
