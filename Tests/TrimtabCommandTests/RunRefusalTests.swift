import Foundation
import Subprocess
import Testing

/// What cannot work is refused before the program starts: one line that says why, and the usage status.
struct RunRefusalTests {
    @Test(arguments: [
        (["--interval", "abc"], "--interval 'abc': expected a size such as 1, 64KiB or 1MiB"),
        (["--interval", "0"], "--interval '0'"),
        (["--interval", "-5"], "--interval"),
        (["--interval", "99999999999GiB"], "--interval '99999999999GiB'"),
        (["--bogus"], "'--bogus'"),
        (["--top", "0"], "--top '0'"),
        (["--top", "many"], "many"),
        (["--color", "pink"], "pink"),
        (["--symbols", "missing"], "--symbols 'missing'"),
        (["--json", "missing/x.json"], "--json 'missing/x.json': there is no directory 'missing'"),
        (["--pprof", "."], "--pprof '.': it is a directory"),
        (["--json", "-"], "--json '-'"),
        (["--output", "missing/x"], "--output 'missing/x'"),
        (["--output", "x", "--no-recording"], "--no-recording"),
    ])
    func refusesBadOptions(options: [String], message: String) async throws {
        let folder = try TemporaryFolder()
        let result = try await CommandLineTool.run(["run"] + options + ["sh", "-c", "touch started"], in: folder)
        expectRefusal(result, message)
        #expect(folder.contents == [])
    }

    @Test(arguments: [[], ["--"], ["-q"]])
    func wantsAProgram(options: [String]) async throws {
        let folder = try TemporaryFolder()
        expectRefusal(try await CommandLineTool.run(["run"] + options, in: folder), "name the program to run")
    }

    @Test(arguments: [["frobnicate"], ["--frobnicate"]])
    func refusesUnknownCommands(arguments: [String]) async throws {
        let folder = try TemporaryFolder()
        expectRefusal(try await CommandLineTool.run(arguments, in: folder), "frobnicate")
    }

    @Test func saysWhereTheCommandsAreListed() async throws {
        let folder = try TemporaryFolder()
        let message = "there is no command 'frob'; see 'trimtab --help'"
        expectRefusal(try await CommandLineTool.run(["frob", "run"], in: folder), message)
    }

    @Test func saysWhatIsWrongWithTheProgram() async throws {
        let folder = try TemporaryFolder()
        try folder.write("plain", "echo", mode: 0o644)
        try folder.write("text", "no script", mode: 0o755)
        try folder.write("orphan", "#!/no/such/interpreter\n", mode: 0o755)
        try folder.write("lost", "#!/usr/bin/env no-such-program\n", mode: 0o755)
        try folder.write("loop", "#!\(folder.path)/loop\n", mode: 0o755)
        try folder.write("empty", "", mode: 0o755)
        let cases = [
            ("no-such-program", "no such program in PATH"), ("./missing", "no such file"), (".", "is a directory"),
            ("./plain", "not executable"), ("./text", "neither a program (ELF) nor a script"),
            ("./orphan", "/no/such/interpreter"), ("./lost", "no-such-program"), ("./loop", "deep"),
            ("./empty", "neither"), ("text", "did you mean './text'?"), ("", "empty"),
            ("/dev/null", "not a regular file"),
        ]
        for (program, message) in cases {
            expectRefusal(try await CommandLineTool.run(["run", "--", program], in: folder), message)
        }
    }

    @Test func refusesAnotherArchitecture() async throws {
        let folder = try TemporaryFolder()
        try folder.write("foreign", try changedProgram { $0[18] = 0xf3 }, mode: 0o755)
        expectRefusal(try await CommandLineTool.run(["run", "./foreign"], in: folder), "built for RISC-V")
    }

    @Test func refusesPrivilegedPrograms() async throws {
        let folder = try TemporaryFolder()
        try folder.write("setuid", try changedProgram { _ in }, mode: 0o4755)
        expectRefusal(try await CommandLineTool.run(["run", "./setuid"], in: folder), "is setuid")
        try folder.write("setgid", try changedProgram { _ in }, mode: 0o2755)
        expectRefusal(try await CommandLineTool.run(["run", "./setgid"], in: folder), "is setgid")
    }

    @Test func refusesStaticPrograms() async throws {
        let folder = try TemporaryFolder()
        try folder.write("main.c", "int main(void) { return 0; }\n")
        let compiler = try await CommandLineTool.run(
            program: "/bin/sh",
            ["-c", "cc -static -o static main.c || clang -static -o static main.c"],
            in: folder
        )
        guard compiler.status == .exited(0) else {
            print("skipped check: a static executable is refused: no C compiler with libc.a")
            return
        }
        expectRefusal(try await CommandLineTool.run(["run", "./static"], in: folder), "-static-executable")
    }

    @Test func refusesProgramsOfMusl() async throws {
        let folder = try TemporaryFolder()
        let loader = Array("/lib64/ld-linux-x86-64.so.2".utf8)
        let program = try changedProgram { bytes in
            guard let start = bytes.firstRange(of: loader)?.lowerBound else { return }
            bytes.replaceSubrange(start..<start + loader.count, with: Array("/lib/ld-musl-x86_64.so.1\0\0\0".utf8))
        }
        guard program.firstRange(of: Array("ld-musl".utf8)) != nil else {
            print("skipped check: a musl program is refused: this machine's loader has another name")
            return
        }
        try folder.write("musl", program, mode: 0o755)
        expectRefusal(try await CommandLineTool.run(["run", "./musl"], in: folder), "linked against musl")
    }

    @Test func saysHowToBuildMissingHooks() async throws {
        let folder = try TemporaryFolder()
        let result = try await CommandLineTool.run(
            ["run", "true"],
            in: folder,
            environment: ["TRIMTAB_PRELOAD": "/no/such/hooks.so"]
        )
        expectRefusal(result, "/no/such/hooks.so")
    }

    @Test func refusesAFolderThatCannotBeWritten() async throws {
        // Not even root creates files there.
        let folder = try TemporaryFolder()
        let result = try await CommandLineTool.run(["run", "-o", "/proc/self/x.trimtab", "true"], in: folder)
        expectRefusal(result, "/proc/self/x.trimtab")
    }

    private func changedProgram(_ change: (inout [UInt8]) -> Void) throws -> [UInt8] {
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: "/bin/true")))
        change(&bytes)
        return bytes
    }
}

/// Expects one line of an error on standard error that contains `message`, nothing on standard output, and status 2.
func expectRefusal(
    _ result: CommandLineTool.Result,
    _ message: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(result.status == .exited(2), sourceLocation: sourceLocation)
    #expect(result.output.isEmpty, sourceLocation: sourceLocation)
    #expect(result.errorLines.count == 1, "\(result.errors)", sourceLocation: sourceLocation)
    #expect(result.errors.hasPrefix("trimtab: error: "), "\(result.errors)", sourceLocation: sourceLocation)
    #expect(result.errors.contains(message), "\(result.errors)", sourceLocation: sourceLocation)
}
