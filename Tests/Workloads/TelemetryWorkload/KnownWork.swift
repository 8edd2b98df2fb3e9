#if Server

import CoreMetrics
import Foundation
import NIOConcurrencyHelpers
import Telemetry
import Tracing

/// Metrics and spans of all kinds, and what they are.
final class KnownWork: Sendable {
    private struct Known: Sendable, Encodable {
        struct Span: Sendable, Encodable {
            var name: String
            var trace: String
            var span: String
            var parent: String
        }

        var counters: [String: Int] = [:]
        var gauges: [String: Double] = [:]
        var histograms: [String: [Double]] = [:]
        var spans: [Span] = []
    }

    private let known = NIOLockedValueBox(Known())
    private let registry: MetricRegistry
    private let orders: Counter
    private let bytes: Counter
    private let tasks: Gauge
    private let share: Gauge
    private let sizes: Recorder
    private let latency: CoreMetrics.Timer

    init(registry: MetricRegistry) {
        self.registry = registry
        registry.describe([
            MetricDescription(name: "orders.placed", unit: "{order}", summary: "Orders that were placed."),
            MetricDescription(name: "orders.bytes", unit: "By", summary: "Bytes of all orders."),
            MetricDescription(name: "workload.task.count", unit: "{task}", summary: "Tasks at work."),
            MetricDescription(name: "workload.share", unit: "1", summary: "Share of tasks at work."),
            MetricDescription(name: "orders.size", unit: "{line}", summary: "Lines of an order."),
            MetricDescription(name: "orders.latency", unit: "s", summary: "Time for an order."),
        ])
        orders = Counter(label: "orders.placed", dimensions: [("shop", "a \"b\" ä")], factory: registry)
        bytes = Counter(label: "orders.bytes", factory: registry)
        tasks = Gauge(label: "workload.task.count", factory: registry)
        share = Gauge(label: "workload.share", factory: registry)
        sizes = Recorder(label: "orders.size", factory: registry)
        latency = CoreMetrics.Timer(label: "orders.latency", factory: registry)
    }

    func run() {
        for number in 0..<100 { placeOrder(number) }
    }

    func placeOrder(_ number: Int) {
        withSpan("place order", ofKind: .server) { span in
            note(span, parent: nil)
            span.attributes["order.number"] = number
            span.attributes["order.express"] = number.isMultiple(of: 2)
            withSpan("store order", ofKind: .client) { child in
                note(child, parent: span)
                child.addEvent(SpanEvent(name: "written", attributes: ["bytes": .int64(Int64(number * 10))]))
                if number.isMultiple(of: 10) { child.setStatus(SpanStatus(code: .error, message: "no stock")) }
            }
        }
        orders.increment()
        bytes.increment(by: number * 10)
        tasks.record(number)
        share.record(Double(number) / 128)
        sizes.record(number)
        latency.recordMilliseconds(number)
        known.withLockedValue { known in
            known.counters["orders.placed", default: 0] += 1
            known.counters["orders.bytes", default: 0] += number * 10
            known.gauges["workload.task.count"] = Double(number)
            known.gauges["workload.share"] = Double(number) / 128
            known.histograms["orders.size", default: []].append(Double(number))
            known.histograms["orders.latency", default: []].append(Double(number) / 1_000)
        }
    }

    private func note(_ span: any Span, parent: (any Span)?) {
        guard let context = span.context.spanContext else { return }
        let parent = parent?.context.spanContext?.spanID.description ?? ""
        known.withLockedValue {
            $0.spans.append(
                Known.Span(
                    name: span.operationName,
                    trace: "\(context.traceID)",
                    span: "\(context.spanID)",
                    parent: parent
                )
            )
        }
    }

    /// As JSON.
    func facts() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(known.withLockedValue { $0 }), as: UTF8.self)
    }
}

#endif
