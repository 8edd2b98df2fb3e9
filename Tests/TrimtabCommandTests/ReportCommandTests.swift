import Foundation
import Subprocess
import Testing

/// `trimtab run` leaves a recording that `trimtab report` reads, and both say the same.
struct ReportCommandTests {
    @Test func savesTheRecordingUnderTheProgramsNameAndId() async throws {
        let folder = try TemporaryFolder()
        let result = try await CommandLineTool.run(
            ["run", "-q", "--", "awk", "BEGIN { system(\"echo $PPID\") }"],
            in: folder
        )
        let id = result.text.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(folder.contents == ["trimtab-awk-\(id).trimtab"])
    }

    @Test func keepsNoRecordingWhenToldSo() async throws {
        let folder = try TemporaryFolder()
        let result = try await CommandLineTool.run(["run", "--no-recording", "--", "true"], in: folder)
        #expect(result.status == .exited(0))
        #expect(folder.contents == [])
    }

    @Test(arguments: [
        ["awk", "BEGIN { exit 3 }"],
        ["awk", "BEGIN { system(\"kill -KILL $PPID\") }"],
        ["sh", "-c", "exec awk 'BEGIN { exit 3 }'"],
        ["sh", "-c", "awk 'BEGIN { exit 3 }'; exit 1"],
    ])
    func savesTheRecordingHoweverTheProgramEnds(program: [String]) async throws {
        let folder = try await recorded(program)
        let report = try await CommandLineTool.run(["report", "r.trimtab"], in: folder)
        #expect(report.status == .exited(0))
        #expect(report.text.contains("Allocations"))
        #expect(report.errors == "")
    }

    @Test func writesTheFactsOfTheRunAsJSON() async throws {
        let folder = try await recorded(
            ["awk", "BEGIN { system(\"kill -TERM $PPID\") }"],
            options: ["--json", "r.json"]
        )
        let facts = try object(Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/r.json")))
        #expect((facts["exit"] as? [String: Any])?["signal"] as? Int == Int(SIGTERM))
        #expect((facts["exit"] as? [String: Any])?["oomKilled"] as? Bool == false)
        #expect(facts["recording"] as? String == "r.trimtab")
        #expect(try #require(facts["seconds"] as? Double) > 0)
        #expect(try #require(facts["cpuSeconds"] as? Double) >= 0)
        #expect(try #require(facts["peakResidentBytes"] as? Int) > 0)
        #expect(try #require(facts["allocations"] as? Int) > 0)
        for key in [
            "deallocations", "allocatedBytes", "liveBytes", "peakLiveBytes", "samples", "types", "sites",
        ] { #expect(facts[key] != nil, "\(key)") }
    }

    @Test func reportsTheSameTotalsFromTheRecordingAndFromPprof() async throws {
        let folder = try await recorded(["--interval", "1", "ls", "/usr/bin"], options: ["--pprof", "r.pb.gz"])
        let recording = try await CommandLineTool.run(["report", "r.trimtab", "--json"], in: folder)
        let pprof = try await CommandLineTool.run(["report", "r.pb.gz", "--json", "-"], in: folder)
        let (first, second) = (try object(Data(recording.output)), try object(Data(pprof.output)))
        for key in ["allocations", "deallocations", "allocatedBytes", "liveBytes", "samplingInterval"] {
            #expect(first[key] as? Int == second[key] as? Int, "\(key)")
            #expect(first[key] is Int, "\(key)")
        }
        #expect((first["sites"] as? [Any])?.isEmpty == false)
    }

    @Test(arguments: [
        (["--json", "r.trimtab"], "trimtab report r.trimtab --json"),
        (["r.trimtab", "--json", "r.trimtab"], "it is the file to report on"),
        (["./r.trimtab", "--pprof=r.trimtab"], "it is the file to report on"),
        (["--json", "r.trimtab", "other.trimtab"], "it is a recording"),
        (["r.trimtab", "other.trimtab"], "takes one file"),
    ])
    func neverTakesAnInputForAnOutput(arguments: [String], message: String) async throws {
        let folder = try await recorded(["true"])
        try FileManager.default.copyItem(atPath: "\(folder.path)/r.trimtab", toPath: "\(folder.path)/other.trimtab")
        let before = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/r.trimtab"))
        expectRefusal(try await CommandLineTool.run(["report"] + arguments, in: folder), message)
        #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/r.trimtab")) == before)
        #expect(folder.contents == ["other.trimtab", "r.trimtab"])
    }

    @Test(arguments: [
        ("BEGIN { exit 3 }", "ended (status unknown)"),
        ("BEGIN { system(\"kill -KILL $PPID\") }", "killed, or ended without its exit handlers"),
    ])
    func saysWhatTheRecordingTellsOfTheEnd(script: String, end: String) async throws {
        let folder = try await recorded(["awk", script])
        let report = try await CommandLineTool.run(["report", "r.trimtab"], in: folder)
        #expect(report.text.prefix { $0 != "\n" }.hasSuffix(end))
    }

    @Test func saysThatALiveProgramRuns() async throws {
        let folder = try TemporaryFolder()
        let script = "BEGIN { system(\"'\(CommandLineTool.path)' report $TRIMTAB_RECORDING\") }"
        let result = try await CommandLineTool.run(["run", "-q", "--", "awk", script], in: folder)
        #expect(result.text.prefix { $0 != "\n" }.hasSuffix("still running"))
    }

    @Test func writesJSONAndPprofToFilesBesideTheText() async throws {
        let folder = try await recorded(["true"])
        let result = try await CommandLineTool.run(
            ["report", "r.trimtab", "--json", "r.json", "--pprof", "r.pb.gz"],
            in: folder
        )
        #expect(result.text.contains("Allocations"))
        #expect(folder.contents == ["r.json", "r.pb.gz", "r.trimtab"])
    }

    @Test func readsTheRecordingOfALiveProgram() async throws {
        let folder = try TemporaryFolder()
        let script = "BEGIN { system(\"'\(CommandLineTool.path)' report $TRIMTAB_RECORDING --json\"); exit 4 }"
        let result = try await CommandLineTool.run(["run", "-q", "--", "awk", script], in: folder)
        #expect(result.status == .exited(4))
        #expect(try object(Data(result.output))["allocations"] as? Int != 0)
    }

    @Test func colorsOnlyWhenAsked() async throws {
        let folder = try await recorded(["true"])
        let plain = try await CommandLineTool.run(["report", "r.trimtab"], in: folder)
        #expect(!plain.text.contains("\u{1b}["))
        let colored = try await CommandLineTool.run(["report", "r.trimtab", "--color", "always"], in: folder)
        #expect(colored.text.contains("\u{1b}["))
    }

    @Test func saysInOneLineWhatCannotBeRead() async throws {
        let folder = try await recorded(["true"])
        let whole = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/r.trimtab"))
        try folder.write("cut", Array(whole.prefix(3000)))
        try folder.write("empty", "")
        try folder.write("text", "some text\n")
        try folder.write("gzip", [0x1f, 0x8b, 8, 0, 1, 2, 3])
        let cases = [
            ("missing", "no such file"), (".", "is a directory"), ("empty", "is empty"), ("text", "no recording"),
            ("cut", "cut"), ("gzip", "gzip"),
        ]
        for (file, message) in cases {
            expectRefusal(try await CommandLineTool.run(["report", file], in: folder), message)
        }
        expectRefusal(try await CommandLineTool.run(["report"], in: folder), "name the file")
        expectRefusal(
            try await CommandLineTool.run(["report", "r.trimtab", "--pprof", "no/x"], in: folder),
            "--pprof 'no/x'"
        )
    }

    @Test(arguments: [["env", "-i", "awk", "BEGIN { exit 6 }"], ["sh", "-c", "exit 6"]])
    func saysWhyThereIsNothingToReport(program: [String]) async throws {
        let folder = try TemporaryFolder()
        let result = try await CommandLineTool.run(["run", "--json", "r.json", "--"] + program, in: folder)
        #expect(result.status == .exited(6))
        #expect(result.errorLines.count == 1)
        let cause = "of \(program[0]) only the first program that it starts is recorded"
        let message = "trimtab: nothing was recorded of '\(program[0])': \(cause)"
        #expect(result.errors.hasPrefix(message), "\(result.errors)")
        #expect(folder.contents == ["r.json"])
        let facts = try object(Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/r.json")))
        #expect((facts["exit"] as? [String: Any])?["status"] as? Int == 6)
    }

    /// Records a program, whose options may come first, as `r.trimtab`.
    private func recorded(_ program: [String], options: [String] = []) async throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let result = try await CommandLineTool.run(["run", "-q", "-o", "r.trimtab"] + options + program, in: folder)
        #expect(result.errors == "")
        return folder
    }

    private func object(_ json: Data) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    }
}
