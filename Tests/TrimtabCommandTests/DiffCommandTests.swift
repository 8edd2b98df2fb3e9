import BuildProducts
import Foundation
import Subprocess
import Testing

/// `trimtab diff` of recordings and of pprof files of real runs.
struct DiffCommandTests {
    private static let workload = BuildProducts.path(of: "PlantedWorkload")

    /// Recordings of the workload in these modes: `0.trimtab` and so on.
    private func recorded(
        _ modes: [String],
        options: [String] = ["--interval", "64KiB"]
    ) async throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (number, mode) in modes.enumerated() {
            let arguments = ["run", "-q", "-o", "\(number).trimtab", "--pprof", "\(number).pb.gz"] + options
            let run = try await CommandLineTool.run(arguments + ["--", Self.workload, mode], in: folder)
            #expect(run.status == .exited(0), "\(run.errors)")
        }
        return folder
    }

    @Test(arguments: ["trimtab", "pb.gz"]) func plantedGrowthIsTheFirstLine(kind: String) async throws {
        let folder = try await recorded(["churn", "leak"])
        let diff = try await CommandLineTool.run(["diff", "0.\(kind)", "1.\(kind)"], in: folder)
        #expect(diff.status == .exited(0), "\(diff.errors)")
        let first = try #require(diff.text.split(separator: "\n").first)
        #expect(first.hasPrefix("Ledger.keep(bytes:)"), "\(diff.text)")
        #expect(first.contains(" MiB more"))
        let back = try await CommandLineTool.run(["diff", "1.\(kind)", "0.\(kind)"], in: folder)
        #expect(back.text.split(separator: "\n").first?.contains("less") == true, "\(back.text)")
    }

    /// By chance one diff in a thousand names a change; two of two never do.
    @Test func twoRunsOfTheSameWorkShowNothing() async throws {
        let folder = try await recorded(["leak", "leak", "leak", "leak"])
        let first = try await CommandLineTool.run(["diff", "0.trimtab", "1.trimtab"], in: folder)
        let second = try await CommandLineTool.run(["diff", "2.trimtab", "3.trimtab"], in: folder)
        let nothing = "Nothing grew or shrank beyond chance.\n"
        #expect(first.text.hasPrefix(nothing) || second.text.hasPrefix(nothing), "\(first.text)\n\(second.text)")
    }

    @Test func writesJSONAndAPage() async throws {
        let folder = try await recorded(["churn", "leak"])
        let json = try await CommandLineTool.run(["diff", "0.trimtab", "1.trimtab", "--json"], in: folder)
        let object = try JSONSerialization.jsonObject(with: Data(json.output)) as? [String: Any]
        let site = try #require((object?["sites"] as? [[String: Any]])?.first)
        #expect(site["function"] as? String == "Ledger.keep(bytes:)" || site["beyondChance"] as? Bool == true)
        #expect(try #require(site["changeBytes"] as? Int) > 30 << 20)
        let page = try await CommandLineTool.run(["diff", "0.trimtab", "1.trimtab", "--html", "-"], in: folder)
        #expect(page.text.hasPrefix("<!doctype html>"))
        #expect(page.text.contains("Ledger.keep(bytes:)"))
    }

    @Test(arguments: [
        ([], "name two files"), (["0.trimtab"], "name two files"),
        (["0.trimtab", "none"], "'none': there is no such file"),
        (["0.trimtab", "0.trimtab", "--html", "0.trimtab"], "it is the file to report on"),
        (["0.trimtab", "0.trimtab", "--html", "-", "--json"], "cannot both go to standard output"),
    ])
    func refusesWhatMakesNoSense(arguments: [String], reason: String) async throws {
        let folder = try await recorded(["churn"])
        let result = try await CommandLineTool.run(["diff"] + arguments, in: folder)
        #expect(result.status == .exited(2))
        #expect(result.errorLines.count == 1)
        #expect(result.errors.contains(reason), "\(result.errors)")
    }

    @Test func reportsAsAPage() async throws {
        let folder = try await recorded(["leak"], options: ["--html", "run.html"])
        let report = try await CommandLineTool.run(["report", "0.trimtab", "--html", "report.html"], in: folder)
        #expect(report.status == .exited(0))
        #expect(report.text.contains("FINDINGS"))
        for name in ["run.html", "report.html"] {
            let page = try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)
            #expect(page.hasPrefix("<!doctype html>"))
            #expect(page.contains("Ledger.keep(bytes"), "\(name)")
        }
        let both = try await CommandLineTool.run(["report", "0.trimtab", "--html", "-", "--pprof", "-"], in: folder)
        #expect(both.status == .exited(2))
    }
}
