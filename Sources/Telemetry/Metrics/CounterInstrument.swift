#if Server

internal import CTrimtabPlatform
internal import CoreMetrics
internal import NIOConcurrencyHelpers

/// A whole number that only grows. Each thread adds to a number of its own.
final class CounterInstrument: MetricInstrument, CounterHandler {
    private struct Zero {
        var start: UInt64
        /// What the threads had counted at the last reset.
        var counted: Int64 = 0
    }

    let key: MetricSeriesKey
    private let index: Int
    private let time: TimeSource
    private let zero: NIOLockedValueBox<Zero>

    init(key: MetricSeriesKey, time: TimeSource) {
        self.key = key
        self.time = time
        // Without memory for it there is no such total, and what is added to that is ignored.
        index = trimtab_total_reserve(false)
        zero = NIOLockedValueBox(Zero(start: time.wall()))
    }

    deinit { trimtab_total_release(index) }

    /// Amounts below zero are ignored: a counter only grows.
    func increment(by amount: Int64) {
        if amount > 0 { trimtab_total_add(index, amount) }
    }

    func reset() {
        zero.withLockedValue { $0 = Zero(start: time.wall(), counted: trimtab_total_read(index)) }
    }

    /// What was counted since the last reset.
    var total: Int64 { zero.withLockedValue { trimtab_total_read(index) &- $0.counted } }

    func read() -> (start: UInt64, value: MetricValue)? {
        (zero.withLockedValue { $0.start }, .integer(total))
    }
}

#endif
