import ArgumentParser
import Checkup
import Foundation

/// `trimtab doctor`: says what on this machine, in a process or in a package will bite.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check this machine, a process or a package for what will bite.",
        usage: "trimtab doctor [<options>] [<pid>]",
        discussion: """
            Reads the kernel's files and the program's; changes nothing. Each finding says why it matters and what to do. \
            Exits with 0 if all is sound, 1 if there are findings, 2 if the arguments are wrong.

            EXAMPLES:
              trimtab doctor
              trimtab doctor $(pidof my-server)
              trimtab doctor --package .
              trimtab doctor --json | jq '.checks[] | select(.status == "finding")'
            """
    )

    @Argument(help: ArgumentHelp("The id of a process to look at.", valueName: "pid"))
    var process: String?

    @Option(
        name: .customLong("package"),
        help: ArgumentHelp("A package's folder, whose built programs are looked at.", valueName: "dir")
    )
    var packagePath: String?

    @Option(
        defaultAsFlag: "-",
        help: ArgumentHelp(
            "Write the checks as JSON to this file; without one, to standard output in place of the text.",
            valueName: "file"
        )
    )
    var json: String?

    @Option(help: "When to colour: auto, always or never.")
    var color = ColorChoice.auto

    func run() throws {
        let output = json.map { OutputFile(path: $0, option: "--json") }
        try output?.check()
        let report: CheckupReport
        do {
            report = try Checkup().run(try subject())
        } catch let error as CheckupError {
            throw CommandError(.badInput, error.description)
        }
        try output?.write(CheckupJSON().bytes(report))
        if output?.path != "-" {
            let isColored = color.isColored(descriptor: STDOUT_FILENO)
            writeAll(CheckupText(isColored: isColored).text(report), to: STDOUT_FILENO)
        }
        if !report.isSound { throw ExitCode(CommandFailure.findingsStatus) }
    }

    private func subject() throws -> Checkup.Subject {
        switch (process, packagePath) {
        case (nil, nil): return .machine
        case (nil, let folder?): return .package(folder)
        case (let text?, nil):
            guard let id = Int(text), id > 0, id <= Int(Int32.max) else {
                throw CommandError(.badValue, "'\(text)' is no process id: give a number, such as of pidof PROGRAM")
            }
            return .process(id)
        case (.some, .some):
            throw CommandError(.badValue, "give a process or --package, not both")
        }
    }
}
