import Foundation
import Subprocess
import Testing

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// Signals reach the program once, and as they would without `trimtab run`.
struct RunSignalTests {
    /// Prints its process id, then every signal that it is sent, and ends at the second.
    private static let listener = """
        count=0
        for name in HUP INT TERM USR1 USR2; do
          trap "echo $name; count=\\$((count + 1))" $name
        done
        echo $$
        while [ $count -lt 2 ]; do sleep 0.02; done
        exit 9
        """

    @Test(arguments: [(SIGTERM, "TERM"), (SIGINT, "INT"), (SIGHUP, "HUP"), (SIGUSR1, "USR1")])
    func forwardsWhatAProcessSends(signal: Int32, name: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write("listener", Self.listener)
        let result = try await Subprocess.run(
            .path(FilePath(CommandLineTool.path)),
            arguments: ["run", "-q", "--", "sh", "./listener"],
            workingDirectory: FilePath(folder.path),
            input: .none,
            output: .sequence,
            error: .discarded
        ) { execution in
            var lines: [String] = []
            // One at a time: signals that are pending together have no order.
            var rest = [signal, SIGUSR2][...]
            for try await line in execution.standardOutput.strings() {
                lines.append(line)
                if let next = rest.popFirst() { try execution.send(signal: Signal(rawValue: next)) }
            }
            return lines
        }
        #expect(result.closureResult.dropFirst() == [name, "USR2"])
        #expect(result.terminationStatus == .exited(9))
    }

    @Test func keepsAnIgnoredSignalIgnored() async throws {
        let folder = try TemporaryFolder()
        let command =
            "trap '' HUP; exec '\(CommandLineTool.path)' run -q -- sh -c 'kill -HUP $$; kill -HUP $PPID; echo alive'"
        let result = try await CommandLineTool.run(program: "/bin/sh", ["-c", command], in: folder)
        #expect(result.text == "alive\n")
        #expect(result.status == .exited(0))
    }

    @Test func givesTheProgramTheMaskAndDispositionsOfItsCaller() async throws {
        let folder = try TemporaryFolder()
        let list = "/bin/grep -E '^Sig(Blk|Ign|Cgt)' /proc/self/status"
        let ignoring = "trap '' USR1 CHLD PIPE; "
        let alone = try await CommandLineTool.run(program: "/bin/sh", ["-c", "\(ignoring)exec \(list)"], in: folder)
        let watched = try await CommandLineTool.run(
            program: "/bin/sh",
            ["-c", "\(ignoring)exec '\(CommandLineTool.path)' run -q -- \(list)"],
            in: folder
        )
        #expect(Self.masks(in: watched.text) == Self.masks(in: alone.text))
        #expect(Self.masks(in: watched.text).count == 3)
    }

    @Test func leavesTheTerminalsInterruptToTheTerminal() async throws {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/script") else {
            print("skipped check: ^C reaches the program once: there is no script(1)")
            return
        }
        let folder = try TemporaryFolder()
        try folder.write("listener", Self.listener)
        // Where the interrupt comes before the first sleep has begun, trimtab says that it recorded nothing. A shell that
        // stays would be interrupted too, and die of it if it does not wait yet.
        let command = "exec '\(CommandLineTool.path)' run -q -- sh ./listener 2>/dev/null"
        let result = try await Subprocess.run(
            .path("/usr/bin/script"),
            arguments: ["-qec", command, "/dev/null"],
            workingDirectory: FilePath(folder.path),
            input: .inputWriter,
            output: .sequence,
            error: .discarded
        ) { execution in
            var lines: [String] = []
            for try await line in execution.standardOutput.strings() {
                // The terminal ends lines with a carriage return, and echoes ^C before or after what the program says.
                lines.append(line.replacing("^C", with: "").filter { $0.isLetter || $0.isNumber })
                if lines.count == 1 {
                    _ = try await execution.standardInputWriter.write([3 as UInt8])
                } else if lines.count == 2, let id = pid_t(lines[0]) {
                    kill(id, SIGUSR1)
                }
            }
            return lines
        }
        #expect(result.closureResult.dropFirst() == ["INT", "USR1"])
        #expect(result.terminationStatus == .exited(9))
    }

    /// The signal sets of /proc/PID/status, without the two that glibc keeps for its threads.
    private static func masks(in status: String) -> [UInt64] {
        status.split(separator: "\n").compactMap { line in
            line.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) }.map { $0 & ~(3 << 31) }
        }
    }
}
