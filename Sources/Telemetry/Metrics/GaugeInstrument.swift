#if Server

internal import CoreMetrics
internal import Synchronization

/// The last value of something measured: a gauge, or a meter, which also goes up and down by steps.
final class GaugeInstrument: MetricInstrument, RecorderHandler, MeterHandler {
    /// Not a number: nothing was recorded yet.
    private static let nothing = Double.nan.bitPattern

    let key: MetricSeriesKey
    private let start: UInt64
    private let bits = Atomic<UInt64>(GaugeInstrument.nothing)

    init(key: MetricSeriesKey, time: TimeSource) {
        self.key = key
        start = time.wall()
    }

    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }
    func set(_ value: Int64) { set(Double(value)) }

    /// What is not a number is ignored.
    func set(_ value: Double) {
        if !value.isNaN { bits.store(value.bitPattern, ordering: .relaxed) }
    }

    func increment(by amount: Double) { add(amount) }
    func decrement(by amount: Double) { add(-amount) }

    private func add(_ amount: Double) {
        guard amount.isFinite else { return }
        var old = bits.load(ordering: .relaxed)
        while true {
            let value = Double(bitPattern: old)
            let new = ((value.isNaN ? 0 : value) + amount).bitPattern
            let exchange = bits.weakCompareExchange(expected: old, desired: new, ordering: .relaxed)
            if exchange.exchanged { return }
            old = exchange.original
        }
    }

    func read() -> (start: UInt64, value: MetricValue)? {
        let value = Double(bitPattern: bits.load(ordering: .relaxed))
        return value.isNaN ? nil : (start, .double(value))
    }
}

#endif
