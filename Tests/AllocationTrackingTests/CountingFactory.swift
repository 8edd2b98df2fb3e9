import CoreMetrics
import Synchronization

/// A metrics system that only adds up, and allocates nothing for it.
final class CountingFactory: MetricsFactory {
    /// How many counters were made.
    var made: Int { counters.load(ordering: .relaxed) }
    /// The sum over all of them.
    var total: Int { sum.value.load(ordering: .relaxed) }

    private let counters = Atomic(0)
    private let sum = Sum()

    private final class Sum: CounterHandler {
        let value = Atomic(0)

        func increment(by amount: Int64) {
            value.add(Int(amount), ordering: .relaxed)
        }

        func reset() {}
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        counters.add(1, ordering: .relaxed)
        return sum
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        NOOPMetricsHandler.instance.makeRecorder(label: label, dimensions: dimensions, aggregate: aggregate)
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        NOOPMetricsHandler.instance.makeTimer(label: label, dimensions: dimensions)
    }

    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
}
