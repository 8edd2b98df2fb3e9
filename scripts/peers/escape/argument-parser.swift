// Exercises swift-argument-parser: parsing, help, errors, completion scripts.
import ArgumentParser

enum Level: String, ExpressibleByArgument, CaseIterable { case low, middle, high }

struct Copy: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Copies files.", aliases: ["cp"])
    @Flag(name: .shortAndLong, help: "Say more.") var verbose = false
    @Flag(inversion: .prefixedNo) var index = true
    @Option(name: [.short, .customLong("count")], help: "How many.") var count = 1
    @Option var level: Level = .low
    @Option(parsing: .upToNextOption) var names: [String] = []
    @Argument(help: "The source.") var source: String
    @Argument var rest: [String] = []
    func validate() throws { if count < 0 { throw ValidationError("count must not be negative") } }
}

struct Sum: ParsableCommand {
    struct Options: ParsableArguments { @Option var base: Int?; @Flag var hex = false }
    @OptionGroup var options: Options
    @Argument var values: [Double] = []
}

struct Tool: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "tool", subcommands: [Copy.self, Sum.self])
}

let lines = [
    ["copy", "a"], ["cp", "-v", "--count", "3", "a", "b", "c"], ["copy", "--no-index", "--level", "high", "x"],
    ["copy", "--names", "p", "q", "r", "--", "z"], ["copy", "--count", "many", "a"], ["copy", "--cuont", "2", "a"],
    ["copy"], ["copy", "-x"], ["copy", "--count=-1", "a"], ["copy", "--level", "none", "a"], ["sum", "1", "2.5"],
    ["sum", "--base", "10", "--hex", "7"], ["sum", "one"], ["none"], ["--help"], ["copy", "--help"], ["help", "sum"],
    ["--generate-completion-script", "bash"], ["--generate-completion-script", "zsh"],
    ["--generate-completion-script", "fish"], ["--experimental-dump-help"], ["sum", "--version"],
]
for _ in 0..<3 {
    for line in lines {
        do {
            var command = try Tool.parseAsRoot(line)
            if !(command is Copy || command is Sum) { try command.run() }
        } catch {
            _ = Tool.fullMessage(for: error) + Tool.message(for: error)
        }
    }
}
_ = Tool.helpMessage(columns: 60) + Copy.usageString() + Tool.completionScript(for: .bash)
