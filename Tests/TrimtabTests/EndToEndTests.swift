#if Server

import Collector
import Foundation
import MemoryTuning
import ObjectPools
import Profiles
import Quantities
import Subprocess
import SwiftProtobuf
import Testing

@testable import Telemetry

/// A process of its own with all of Trimtab, and what arrives at a collector.
struct EndToEndTests {
    private struct Facts: Decodable {
        var operations: Int
        var poolGets: Int
        var poolPuts: Int
        var refused: Int
        var tasks: Int?
    }

    /// What cannot be known on each machine, and when it can.
    private static let conditions: [String: Bool] = [
        "swift.memory.pressure.stalled": FileManager.default.contents(atPath: "/proc/pressure/memory") != nil
    ]

    @Test func everyMetricOfTheTableArrivesWithItsUnitAndMeaning() async throws {
        let collector = try await TestCollector()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("trimtab-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let outcome = try await Workload.run(
            "everything",
            [
                "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url(""),
                "OTEL_BSP_MAX_QUEUE_SIZE": "100000",
                "TRIMTAB_MEMORY_LIMIT": "auto",
                "TRIMTAB_RECORDING": folder.appendingPathComponent("{pid}.trimtab").path,
                "TRIMTAB_SAMPLING_INTERVAL": "4KiB",
            ]
        )
        #expect(outcome.status == .exited(0), "\(outcome.log)")
        var arrived: [String: OTLPMetric] = [:]
        for metric in try collector.metrics() { arrived[metric.name] = metric }
        for row in MetricTable.all where Self.conditions[row.name] != false {
            let metric = try #require(arrived[row.name], "\(row.name) did not arrive: \(outcome.log)")
            #expect(metric.unit == row.unit, "\(row.name)")
            #expect(metric.description_p == row.summary, "\(row.name)")
            #expect(metric.kind == row.kind, "\(row.name)")
        }
        let facts = try JSONDecoder().decode(Facts.self, from: Data(outcome.output.utf8))
        #expect(arrived["workload.operations"]?.sum.dataPoints.map(\.asInt) == [Int64(facts.operations)])
        #expect(arrived["pool.get.count"]?.sum.dataPoints.map(\.asInt) == [Int64(facts.poolGets)])
        #expect(arrived["pool.put.count"]?.sum.dataPoints.map(\.asInt) == [Int64(facts.poolPuts)])
        #expect(arrived["swift.memory.admission.refused"]?.sum.dataPoints.map(\.asInt) == [Int64(facts.refused)])
        let labels = arrived["swift.label.allocated"]?.sum.dataPoints.first?.attributes.map {
            ($0.key, $0.value.stringValue)
        }
        #expect(labels?.map(\.0) == ["route", "tenant"] && labels?.map(\.1) == ["/work", "a"])
        #expect(try collector.spans().filter { $0.name == "operation" }.count == facts.operations)
        try await collector.close()
    }

    @Test func aBadValueEndsTheProcessAtItsStartWithOneLine() async throws {
        let outcome = try await Workload.run("briefly", ["TRIMTAB_MEMORY_LIMIT": "plenty"])
        #expect(outcome.status == .exited(1))
        let lines = outcome.log.split(separator: "\n")
        #expect(lines.count == 1)
        for part in ["trimtab.memory.limit", "TRIMTAB_MEMORY_LIMIT", "'plenty'", "512MiB"] {
            #expect(outcome.log.contains(part))
        }
    }

    @Test func anApplicationWithItsOwnBackendKeepsIt() async throws {
        let outcome = try await Workload.run("own-backend", ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:1"])
        #expect(outcome.status == .exited(0), "\(outcome.log)")
        #expect(outcome.output.contains("process_memory_usage"))
        #expect(outcome.log.contains("metrics by the application's backend"))
    }

    @Test(arguments: [("4KiB", 4_096), ("64k", 65_536), ("1MB", 1_000_000), ("12345", 12_345)])
    func theHooksReadAnIntervalAsTheConfigurationDoes(text: String, bytes: Int) async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("trimtab-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let outcome = try await Workload.run(
            "briefly",
            ["TRIMTAB_RECORDING": path, "TRIMTAB_SAMPLING_INTERVAL": text]
        )
        #expect(outcome.status == .exited(0), "\(outcome.log)")
        #expect(try Recording(contentsOf: path).heapProfile().samplingInterval == bytes)
        #expect(outcome.log.contains("a sample every \(Quantity.bytes(bytes))"))
    }

    @Test func withTelemetryDisabledNothingIsSentAndTheRestRuns() async throws {
        let collector = try await TestCollector()
        let outcome = try await Workload.run(
            "briefly",
            [
                "OTEL_SDK_DISABLED": "true", "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url(""),
                "TRIMTAB_RECORDING": "/nonexistent/a.trimtab",
            ]
        )
        #expect(collector.requests.isEmpty)
        #expect(outcome.log.contains("metrics off (OTEL_SDK_DISABLED)"))
        #expect(outcome.log.contains("names a recording that is not written"))
        try await collector.close()
    }
}

extension OTLPMetric {
    /// The kind of swift-metrics that it came from.
    fileprivate var kind: MetricDescriptor.Kind? {
        switch data {
        case .sum(let sum): sum.isMonotonic ? .counter : .gauge
        case .gauge: .gauge
        case .histogram, .exponentialHistogram: .histogram
        default: nil
        }
    }
}

#endif
