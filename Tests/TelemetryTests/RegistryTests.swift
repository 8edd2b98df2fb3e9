#if Server

import CoreMetrics
import Foundation
import Testing

@testable import Telemetry

/// What the registry keeps.
struct RegistryTests {
    private let registry = MetricRegistry()

    private func value(_ name: String, in registry: MetricRegistry? = nil) -> [MetricValue] {
        (registry ?? self.registry).collect().first { $0.description.name == name }?.points.map(\.value) ?? []
    }

    @Test func theSameLabelAndDimensionsAreTheSameMetricInAnyOrder() {
        Counter(label: "c", dimensions: [("a", "1"), ("b", "2")], factory: registry).increment(by: 1)
        Counter(label: "c", dimensions: [("b", "2"), ("a", "1")], factory: registry).increment(by: 2)
        #expect(value("c") == [.integer(3)])
    }

    @Test func aCounterOnlyGrowsAndStartsAgainWhenReset() {
        let counter = Counter(label: "c", factory: registry)
        counter.increment(by: 5)
        counter.increment(by: -3)
        #expect(value("c") == [.integer(5)])
        counter.reset()
        counter.increment(by: 2)
        #expect(value("c") == [.integer(2)])
        let floating = FloatingPointCounter(label: "f", factory: registry)
        floating.increment(by: 0.5)
        floating.increment(by: -1.0)
        floating.increment(by: Double.nan)
        #expect(value("f") == [.double(0.5)])
        floating.reset()
        #expect(value("f") == [.double(0)])
    }

    @Test func whatIsDescribedInSecondsGetsBoundsOfSeconds() {
        registry.describe([MetricDescription(name: "delay", unit: "s", summary: "how late")])
        for name in ["delay", "size"] { Recorder(label: name, factory: registry).record(0.02) }
        guard case .histogram(let delay)? = value("delay").first, case .histogram(let size)? = value("size").first
        else {
            Issue.record("there are no histograms")
            return
        }
        #expect(delay.bounds.first == 0.005 && delay.bounds.last == 10)
        #expect(size.bounds.first == 0 && size.bounds.last == 10_000)
    }

    @Test func whatManyThreadsCountIsAllThereAlsoAfterTheyEnded() {
        let counter = Counter(label: "c", factory: registry)
        let floating = FloatingPointCounter(label: "f", factory: registry)
        let threads = (0..<8).map { _ in
            Thread {
                for _ in 0..<10_000 {
                    counter.increment()
                    floating.increment(by: 0.5)
                }
            }
        }
        for thread in threads { thread.start() }
        while !threads.allSatisfy(\.isFinished) {
            for case .integer(let value) in value("c") { #expect((0...80_000).contains(value)) }
        }
        // A thread is finished a little before its numbers are handed over; they are counted either way.
        #expect(value("c") == [.integer(80_000)])
        #expect(value("f") == [.double(40_000)])
    }

    @Test func aTotalThatIsUsedAgainStartsAtZero() {
        for _ in 0..<3 {
            let registry = MetricRegistry()
            let counter = Counter(label: "c", factory: registry)
            #expect(value("c", in: registry) == [.integer(0)])
            counter.increment(by: 7)
            #expect(value("c", in: registry) == [.integer(7)])
        }
    }

    @Test func whatIsDestroyedAsOftenAsItWasMadeIsGone() {
        let first = Counter(label: "c", factory: registry)
        let second = Counter(label: "c", factory: registry)
        first.destroy()
        second.increment()
        #expect(value("c") == [.integer(1)])
        second.destroy()
        #expect(value("c").isEmpty)
    }

    @Test func beyondTheLimitAllSeriesAreOne() {
        var configuration = MetricConfiguration()
        configuration.maximumSeriesPerMetric = 10
        let registry = MetricRegistry(configuration: configuration)
        for number in 0..<100 {
            Counter(label: "c", dimensions: [("n", "\(number)")], factory: registry).increment()
        }
        let points = registry.collect().first?.points ?? []
        #expect(points.count == 10)
        #expect(points.first { $0.attributes == .overflow }?.value == .integer(91))
    }

    @Test func aCallbackIsAskedUntilItIsCancelled() {
        let callback = registry.observe(.init(name: "x", unit: "", summary: ""), kind: .gauge) { observer in
            observer.observe(1, [("a", "1")])
            observer.observe(2.5, [("a", "2")])
        }
        #expect(value("x") == [.integer(1), .double(2.5)])
        callback.cancel()
        #expect(value("x").isEmpty)
    }

    @Test func aMeterMayBeSetAndMovedByManyTasks() async {
        let meter = Meter(label: "m", factory: registry)
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1_000 {
                        meter.increment(by: 3.0)
                        meter.decrement(by: 1.0)
                    }
                }
            }
        }
        #expect(value("m") == [.double(16_000)])
    }
}

#endif
