import BuildProducts
import Foundation
import Profiles
import Subprocess
import Testing

/// `trimtab run --cpu`, and what `trimtab report` says of it.
struct RunCPUTests {
    @Test func showsWhereProcessorTimeWent() async throws {
        let folder = try TemporaryFolder()
        let program = BuildProducts.path(of: "PlantedCPU")
        let result = try await CommandLineTool.run(
            ["run", "--cpu", "--output", "a.trimtab", "--cpu-pprof", "a.pb.gz", "--", program],
            in: folder
        )
        #expect(result.status == .exited(0))
        #expect(result.text.split(separator: "\n").count == 6)
        #expect(result.errors.contains("PROCESSOR TIME"))
        #expect(result.errors.contains("burn(milliseconds:)"))
        let pprof = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/a.pb.gz"))
        #expect(pprof.starts(with: [0x1f, 0x8b]))

        let report = try await CommandLineTool.run(["report", "a.trimtab", "--cpu-pprof", "b.pb.gz"], in: folder)
        #expect(report.status == .exited(0))
        #expect(report.text.contains("PROCESSOR TIME"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/b.pb.gz")) == pprof)
    }

    @Test func withoutTheOptionNothingIsSampled() async throws {
        let folder = try TemporaryFolder()
        let result = try await CommandLineTool.run(["run", "--output", "a.trimtab", "--", "/bin/true"], in: folder)
        #expect(result.status == .exited(0) && !result.errors.contains("PROCESSOR TIME"))
        #expect(try Recording(contentsOf: "\(folder.path)/a.trimtab").cpuProfile() == nil)

        let report = try await CommandLineTool.run(["report", "a.trimtab", "--cpu-pprof", "b.pb.gz"], in: folder)
        #expect(report.status == .exited(2))
        #expect(
            report.errorLines == [
                "trimtab: error: 'a.trimtab' holds no CPU profile: record it with trimtab run --cpu, or leave out --cpu-pprof"
            ]
        )
        #expect(folder.contents == ["a.trimtab"])
    }
}
