import AllocationTracking
import BuildProducts
import CoreMetrics
import Foundation
import MetricsTestKit
import ObjectPools
import Testing

@testable import MemoryTuning

/// The documented tables of metrics are the code's.
struct MetricTableTests {
    private static let begin = "<!-- metrics: made from the code by scripts/metric-table.sh -->\n"
    private static let end = "<!-- end of metrics -->"

    @Test(arguments: ["README.md", "Sources/MemoryTuning/MemoryTuning.docc/MemoryTuning.md"])
    func theDocumentedTableIsTheOneInCode(page: String) throws {
        let path = "\(BuildProducts.package)/\(page)"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let begin = try #require(text.range(of: Self.begin))
        let end = try #require(text.range(of: Self.end))
        let table = "\n\(MetricTable.markdown)\n\n"
        if ProcessInfo.processInfo.environment["TRIMTAB_WRITE_METRIC_TABLE"] != nil {
            let written = text.replacingCharacters(in: begin.upperBound..<end.lowerBound, with: table)
            try written.write(toFile: path, atomically: true, encoding: .utf8)
        } else {
            #expect(text[begin.upperBound..<end.lowerBound] == table, "run scripts/metric-table.sh")
        }
    }

    @Test func eachMetricStandsInTheTableOnce() {
        let names = MetricTable.all.map(\.name)
        #expect(Set(names).count == names.count)
        for metric in MetricTable.all {
            #expect(!metric.unit.isEmpty && !metric.summary.isEmpty && !metric.name.isEmpty)
        }
    }

    @Test(.enabled(if: AllocationHooks.status == .active, "the hooks count nothing here"))
    func whatScopesAllocateIsPublishedAsTheTableSays() throws {
        let backend = TestMetrics()
        let recorder = withMetricsFactory(backend) { AllocationRecorder() }
        _ = recorder.record(type: "slice", preAllocated: true) { [Int](repeating: 1, count: 100) }
        let values = ["type": "slice", "pre_allocated": "true", "scope": "allocation-optimizer"]
        for metric in MetricTable.allocations {
            let attributes = metric.attributes.map { ($0, values[$0] ?? "") }
            #expect(try backend.expectCounter(metric.name, attributes).totalValue > 0)
        }
    }
}
