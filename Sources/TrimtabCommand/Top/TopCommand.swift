import ArgumentParser
import Foundation
import ProfileReports
import Profiles
import TrimtabCommands

/// `trimtab top`: watches a living process.
struct TopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top",
        abstract: "Watch a living process's memory: types, lines, threads, tasks, labels, pools.",
        usage: "trimtab top [<options>] [<pid> | <url> | <socket> | <recording>]",
        discussion: """
            Without an argument it watches the one process that records, or lists them if there are several. It only \
            reads: start and quit it whenever you like. When a service with a fixed place for its recording, or with a \
            diagnostics server, starts again, the view goes on with it.

            KEYS:
            \(TopHelp.text)

            EXAMPLES:
              trimtab top 4711
              trimtab top http://127.0.0.1:6060    # its token in TRIMTAB_DIAGNOSTICS_TOKEN
              trimtab top /run/my-server.sock
              trimtab top 4711 --json | jq -r '.views.types[0].name'
            """
    )

    @Option(help: ArgumentHelp("Seconds between looks, 0.5 to 3600.", valueName: "seconds"))
    var interval = 2.0

    @Flag(help: "Write a line of JSON for each look in place of the view.")
    var json = false

    @Option(help: ArgumentHelp("With --json: end after so many looks.", valueName: "n"))
    var count: Int?

    @Option(help: ArgumentHelp("With --json: rows of each list.", valueName: "n"))
    var top = 20

    @Option(help: "What to show first: types, sites, threads, tasks, labels or pools.")
    var view = "types"

    @Option(
        name: .customLong("symbols"),
        help: ArgumentHelp("A folder with unstripped copies of the binaries; may be repeated.", valueName: "dir")
    )
    var symbolFolders: [String] = []

    @Option(help: "When to use colours; NO_COLOR is honoured.")
    var color = ColorChoice.auto

    @Flag(help: "Use no colours.")
    var noColor = false

    @Argument(help: ArgumentHelp("What to watch.", valueName: "pid | url | socket | recording"))
    var target: String?

    func run() throws {
        guard interval.isFinite, (0.5...3_600).contains(interval) else {
            throw CommandError(.badValue, "--interval '\(interval)': expected 0.5 to 3600 seconds")
        }
        guard count ?? 1 > 0 else { throw CommandError(.badValue, "--count '\(count ?? 0)': expected 1 or more") }
        guard top > 0 else { throw CommandError(.badValue, "--top '\(top)': expected 1 or more") }
        guard let view = TopView(rawValue: view) else {
            let names = TopView.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandError(.badValue, "--view '\(view)': expected one of \(names)")
        }
        for folder in symbolFolders { try InputFile.checkFolder(folder, option: "--symbols") }
        let source = try TopSources(symbolFolders: symbolFolders).source(for: target)
        // What is wrong from the start is said plainly, and not on a screen of its own.
        let first = Waiting.run { () -> TopTrouble? in
            do throws(TopTrouble) {
                _ = try await source.read()
                return nil
            } catch { return error }
        }
        if let first { throw CommandError(.badInput, first.description) }
        if json {
            try TopStream(source: source, interval: interval, count: count, top: top).run()
            return
        }
        guard let screen = TerminalScreen() else {
            throw CommandError(.badOutput, "trimtab top draws on a terminal, and this is none: use --json")
        }
        var state = TopState()
        (state.view, state.interval) = (view, interval)
        let isColored = !noColor && color.isColored(descriptor: STDOUT_FILENO)
        let loop = TopLoop(
            screen: screen,
            signals: SignalWatch(),
            source: source,
            state: state,
            isColored: isColored
        )
        if let signal = loop.run() { SignalWatch.end(by: signal) }
    }
}
