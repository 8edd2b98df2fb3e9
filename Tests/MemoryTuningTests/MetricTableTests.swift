import BuildProducts
import Foundation
import ObjectPools
import Testing

@testable import MemoryTuning

/// The README's table of metrics is the code's.
struct MetricTableTests {
    private static let readme = "\(BuildProducts.package)/README.md"
    private static let begin = "<!-- metrics: made from the code by scripts/metric-table.sh -->\n"
    private static let end = "<!-- end of metrics -->"

    @Test func theTableInTheReadmeIsTheOneInCode() throws {
        let text = try String(contentsOfFile: Self.readme, encoding: .utf8)
        let begin = try #require(text.range(of: Self.begin))
        let end = try #require(text.range(of: Self.end))
        let table = "\n\(MetricTable.markdown)\n\n"
        if ProcessInfo.processInfo.environment["TRIMTAB_WRITE_METRIC_TABLE"] != nil {
            let written = text.replacingCharacters(in: begin.upperBound..<end.lowerBound, with: table)
            try written.write(toFile: Self.readme, atomically: true, encoding: .utf8)
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
}
