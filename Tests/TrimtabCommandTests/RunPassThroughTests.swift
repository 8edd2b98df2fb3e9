import Foundation
import Subprocess
import Testing

/// A program under `trimtab run` is as it is without.
struct RunPassThroughTests {
    @Test(arguments: [0, 1, 2, 7, 126, 255])
    func exitsWithTheProgramsStatus(status: Int32) async throws {
        let folder = try TemporaryFolder()
        let result = try await CommandLineTool.run(["run", "--", "sh", "-c", "exit \(status)"], in: folder)
        #expect(result.status == .exited(status))
    }

    @Test(arguments: [SIGKILL, SIGTERM, SIGABRT, SIGUSR1, SIGSEGV])
    func exitsWith128AndTheSignalThatKilledTheProgram(signal: Int32) async throws {
        let folder = try TemporaryFolder()
        let result = try await CommandLineTool.run(["run", "-q", "sh", "-c", "kill -\(signal) $$"], in: folder)
        #expect(result.status == .exited(128 + signal))
    }

    @Test func handsArgumentsOnByteForByte() async throws {
        let folder = try TemporaryFolder()
        let arguments = ["two words", "", "ü – 記録", "--", "--interval", "x", "$HOME", "*", "new\nline", "-o"]
        let program = ["printf", "<%s>\\n"] + arguments
        for separator in [["--"], []] {
            let result = try await CommandLineTool.run(["run", "-q"] + separator + program, in: folder)
            #expect(result.text == arguments.map { "<\($0)>\n" }.joined())
            #expect(result.status == .exited(0))
        }
    }

    @Test func pipesEveryByteThrough() async throws {
        let folder = try TemporaryFolder()
        let input = (0..<6_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let result = try await CommandLineTool.run(["run", "--", "cat"], in: folder, input: input)
        #expect(result.output == input)
    }

    @Test func writesNothingOfItsOwnToStandardOutput() async throws {
        let folder = try TemporaryFolder()
        let result = try await CommandLineTool.run(["run", "--", "true"], in: folder)
        #expect(result.output.isEmpty)
        #expect(try #require(result.errorLines.last).hasPrefix("  This summary took "))
    }

    @Test func keepsTheProgramsStandardErrorFirst() async throws {
        let folder = try TemporaryFolder()
        let result = try await CommandLineTool.run(["run", "--", "sh", "-c", "echo mine >&2"], in: folder)
        #expect(result.errors.hasPrefix("mine\n"))
    }

    @Test func saysNothingWhenQuiet() async throws {
        let folder = try TemporaryFolder()
        let result = try await CommandLineTool.run(["run", "-q", "--", "true"], in: folder)
        #expect(result.errors == "")
    }

    @Test func changesNothingInTheEnvironmentButItsOwnVariables() async throws {
        let folder = try TemporaryFolder()
        let extra = ["TRIMTAB_TEST_VALUE": "a=b; ü", "TRIMTAB_SAMPLING_INTERVAL": "17"]
        let alone = try await CommandLineTool.run(program: "/usr/bin/env", [], in: folder, environment: extra)
        let watched = try await CommandLineTool.run(
            ["run", "-q", "--interval", "64KiB", "--", "/usr/bin/env"],
            in: folder,
            environment: extra
        )
        // The test's own way of starting programs shuffles the variables.
        let own = ["LD_PRELOAD=", "TRIMTAB_RECORDING=", "TRIMTAB_SAMPLING_INTERVAL="]
        let foreign = { (text: String) in
            text.split(separator: "\n").filter { line in !own.contains { line.hasPrefix($0) } }.sorted()
        }
        #expect(foreign(watched.text) == foreign(alone.text))
        #expect(watched.text.contains("TRIMTAB_SAMPLING_INTERVAL=65536\n"))
        #expect(!watched.text.contains("TRIMTAB_SAMPLING_INTERVAL=17\n"))
    }

    @Test func leavesNoDescriptorOpenInTheProgram() async throws {
        let folder = try TemporaryFolder()
        try folder.write("list", "#!/bin/sh\nls /proc/$$/fd\n", mode: 0o755)
        let both = "./list; echo -; exec '\(CommandLineTool.path)' run -q ./list"
        let result = try await CommandLineTool.run(program: "/bin/sh", ["-c", both], in: folder)
        let lists = result.text.split(separator: "-\n").map { list in
            // The hooks keep one of their own, from 1000 on, out of the program's way.
            Set(list.split(separator: "\n").compactMap { Int($0) }.filter { $0 < 1000 })
        }
        #expect(lists.count == 2 && lists.first == lists.last, "\(result.text)")
    }

    @Test func leavesClosedDescriptorsClosed() async throws {
        let folder = try TemporaryFolder()
        let script = "'\(CommandLineTool.path)' run -q -- sh -c 'ls /proc/$$/fd >\(folder.path)/list' <&- 2>&-"
        let result = try await CommandLineTool.run(program: "/bin/sh", ["-c", script], in: folder)
        #expect(result.status == .exited(0))
        let open = try String(contentsOfFile: "\(folder.path)/list", encoding: .utf8).split(separator: "\n")
        #expect(!open.contains("0") && !open.contains("2"))
    }

    @Test func runsScriptsAndLinksAndPathsWithSpaces() async throws {
        let folder = try TemporaryFolder()
        try folder.write("a script", "#!/bin/sh\necho \"$0|$1\"\n", mode: 0o755)
        try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/link", withDestinationPath: "a script")
        try folder.write("by env", "#!/usr/bin/env sh\necho env\n", mode: 0o755)
        let script = try await CommandLineTool.run(["run", "-q", "./a script", "x"], in: folder)
        #expect(script.text == "./a script|x\n")
        let link = try await CommandLineTool.run(["run", "-q", "./link"], in: folder)
        #expect(link.text == "./link|\n")
        let environment = try await CommandLineTool.run(["run", "-q", "./by env"], in: folder)
        #expect(environment.text == "env\n")
    }

    @Test func givesTheProgramTheTerminal() async throws {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/script") else {
            print("skipped check: the terminal passes through: there is no script(1)")
            return
        }
        let folder = try TemporaryFolder()
        let command =
            "'\(CommandLineTool.path)' run -q -- sh -c 'tty >/dev/null && test -t 1 && stty size >/dev/null && echo yes'"
        let result = try await CommandLineTool.run(
            program: "/usr/bin/script",
            ["-qec", command, "/dev/null"],
            in: folder
        )
        #expect(result.text == "yes\r\n")
        #expect(result.status == .exited(0))
    }
}
