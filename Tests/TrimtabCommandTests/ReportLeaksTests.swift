import BuildProducts
import Foundation
import Subprocess
import Testing

/// Real recordings of a program whose leaks are known.
@Suite struct ReportLeaksTests {
    private static let program = BuildProducts.path(of: "PlantedLeaks")

    private struct Report: Decodable {
        struct Leaks: Decodable {
            struct Finding: Decodable {
                var text: String
                var type: String?
                var file: String?
                var line: Int?
            }

            var findings: [Finding]
        }

        var leaks: Leaks
    }

    /// What is planted: name, type and line.
    private struct Plant {
        var name: String
        var type: String
        var line: Int

        init?(_ text: Substring) {
            let parts = text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3, let line = Int(parts[2]) else { return nil }
            (name, type, self.line) = (parts[0], parts[1], line)
        }
    }

    private func record(_ mode: String, as name: String, in folder: TemporaryFolder) async throws -> String {
        let run = try await CommandLineTool.run(
            ["run", "--quiet", "--interval", "4096", "-o", name, "--", Self.program, mode, "8"],
            in: folder
        )
        #expect(run.status == .exited(0))
        return run.text
    }

    @Test(.onAQuietMachine) func namesTwentyPlantedLeaksByTypeAndLine() async throws {
        let folder = try TemporaryFolder()
        let ledger = try await record("leaking", as: "leaking.trimtab", in: folder)
        let plants = ledger.split(separator: "\n").compactMap(Plant.init)
        #expect(plants.count == 20)
        let json = try await CommandLineTool.run(["report", "--leaks", "leaking.trimtab", "--json"], in: folder)
        let findings = try JSONDecoder().decode(Report.self, from: Data(json.output)).leaks.findings
        for plant in plants {
            let found = findings.contains { finding in
                finding.line == plant.line && finding.file?.contains("/PlantedLeaks/") == true
                    && (plant.type.isEmpty ? finding.type == nil : finding.type?.hasPrefix(plant.type) == true)
            }
            #expect(found, "\(plant.name): \(findings.filter { $0.line == plant.line })")
        }
    }

    @Test(.onAQuietMachine) func raisesNothingForCleanServices() async throws {
        let folder = try TemporaryFolder()
        _ = try await record("clean", as: "clean.trimtab", in: folder)
        let report = try await CommandLineTool.run(["report", "--leaks", "clean.trimtab"], in: folder)
        #expect(report.text.contains("Nothing is found that grows and is not given back."), "\(report.text)")
    }

    @Test func saysThatReferrersAreOfAProgramThatRuns() async throws {
        let folder = try TemporaryFolder()
        _ = try await CommandLineTool.run(["run", "--quiet", "-o", "a.trimtab", "--", "/bin/sleep", "0"], in: folder)
        var report = try await CommandLineTool.run(["report", "a.trimtab", "--leaks", "--referrers"], in: folder)
        #expect(report.errors.contains("can only be told while the program runs"))
        #expect(report.status == .exited(2))
        report = try await CommandLineTool.run(["report", "a.trimtab", "--referrers"], in: folder)
        #expect(report.errors.contains("add --leaks"))
        #expect(report.status == .exited(2))
    }

    @Test func refusesRecordingsOfDifferentPrograms() async throws {
        let folder = try TemporaryFolder()
        for name in ["a.trimtab", "b.trimtab"] {
            _ = try await CommandLineTool.run(["run", "--quiet", "-o", name, "--", "/bin/sleep", "0"], in: folder)
        }
        let report = try await CommandLineTool.run(["report", "--leaks", "a.trimtab", "b.trimtab"], in: folder)
        #expect(report.errors.contains("are of different processes"))
        #expect(report.status == .exited(2))
    }
}

extension Trait where Self == ConditionTrait {
    /// Leaks at a pace of hours in seconds: beside dozens of compilers the program gets too little time for it.
    fileprivate static var onAQuietMachine: Self {
        .enabled(
            if: ProcessInfo.processInfo.environment["TRIMTAB_QUIET_MACHINE"] != nil,
            "needs a machine that does little else: scripts/peers/check-leaks.sh runs it"
        )
    }
}
