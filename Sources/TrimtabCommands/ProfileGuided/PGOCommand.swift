import ArgumentParser
import Experiments
import Foundation

/// `trimtab pgo`: builds a product with a profile of its own workload, and says whether that was worth it.
struct PGOCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pgo",
        abstract: "Build a product guided by a profile of its workload, and measure whether that pays.",
        discussion: """
            Builds the package three times in .build/trimtab-pgo: as usual, instrumented, and with the profile that the \
            workload left. Then the workload runs in turns with the first and the last. {program} in the workload stands for \
            the program; it has to end by itself. The profile is kept for CI. Exits with 0 whatever the verdict, 2 if the \
            arguments are wrong, 3 if a build or the workload fails.

            EXAMPLES:
              trimtab pgo --product my-tool --workload "{program} convert big.json > /dev/null"
              trimtab pgo --product my-server --workload ./load-and-stop.sh
            """
    )

    @Option(name: .customLong("package"), help: ArgumentHelp("The package's folder.", valueName: "dir"))
    var packagePath = "."

    @Option(help: ArgumentHelp("The executable product to build.", valueName: "name"))
    var product: String

    @Option(help: ArgumentHelp("A command for the shell that uses the program as it is used.", valueName: "command"))
    var workload: String

    @Option(help: ArgumentHelp("How often both builds are measured, 3 to 100.", valueName: "count"))
    var rounds = 7

    @Option(
        help: ArgumentHelp("Where to keep the profile, instead of .trimtab/PRODUCT.profdata.", valueName: "file")
    )
    var profile: String?

    @Option(
        name: .customLong("scratch-path"),
        help: ArgumentHelp("Where to build, instead of .build/trimtab-pgo in the package.", valueName: "dir")
    )
    var scratchPath: String?

    @Option(
        name: .customLong("build-option"),
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "A further option of swift build, such as --static-swift-stdlib; may be repeated.",
            valueName: "option"
        )
    )
    var buildOptions: [String] = []

    @Option(help: ArgumentHelp("Write the report as JSON to this file; - is standard output.", valueName: "file"))
    var json: String?

    @Option(help: "When to colour: auto, always or never.")
    var color = ColorChoice.auto

    @Flag(name: .shortAndLong, help: "Say nothing about progress.")
    var quiet = false

    func run() throws {
        guard (3...100).contains(rounds) else {
            throw CommandError(.badValue, "--rounds \(rounds): give 3 to 100; fewer say nothing")
        }
        let output = json.map { OutputFile(path: $0, option: "--json") }
        try output?.check()
        let options = ProfileGuidedOptions(
            package: packagePath,
            product: product,
            workload: workload,
            rounds: rounds,
            scratch: scratchPath,
            profile: profile,
            buildOptions: buildOptions
        )
        Interruption.watch()
        let progress = ProgressLine()
        let report = try ExperimentFailure.catching { () throws(ExperimentError) in
            defer { progress.clear() }
            return try ProfileGuidedBuild(options).run { if !quiet { progress.show($0) } }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try output?.write(try encoder.encode(report) + [UInt8(ascii: "\n")])
        if output?.path != "-" {
            let isColored = color.isColored(descriptor: STDOUT_FILENO)
            writeAll(ProfileGuidedText(isColored: isColored).text(report), to: STDOUT_FILENO)
        }
    }
}
