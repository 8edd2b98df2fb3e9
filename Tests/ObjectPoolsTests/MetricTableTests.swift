import BuildProducts
import Foundation
import Testing

@testable import ObjectPools

/// The documentation's table of metrics is the code's.
struct MetricTableTests {
    @Test(arguments: ["Sources/ObjectPools/ObjectPools.docc/ObjectPools.md"])
    func theDocumentedTableIsTheOneInCode(page: String) throws {
        let text = try String(contentsOfFile: "\(BuildProducts.package)/\(page)", encoding: .utf8)
        let documented = text.split(separator: "\n").filter { $0.hasPrefix("| `pool.") }.map(String.init)
        var rows: [String] = []
        for metric in PoolMetric.all {
            let descriptor = metric.descriptor
            let name = "`\(descriptor.name)`" + (metric.reason == nil ? "" : " {reason}")
            let row = "| \(name) | \(descriptor.unit) | \(descriptor.kind.rawValue) | \(descriptor.summary) |"
            if !rows.contains(row) { rows.append(row) }
        }
        #expect(documented == rows)
    }
}
