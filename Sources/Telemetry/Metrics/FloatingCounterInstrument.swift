#if Server

internal import CTrimtabPlatform
internal import CoreMetrics
internal import NIOConcurrencyHelpers

/// A number that only grows, in steps of any size. Each thread adds to a number of its own.
final class FloatingCounterInstrument: MetricInstrument, FloatingPointCounterHandler {
    private struct Zero {
        var start: UInt64
        /// What the threads had counted at the last reset.
        var counted = 0.0
    }

    let key: MetricSeriesKey
    private let total: Int
    private let time: TimeSource
    private let zero: NIOLockedValueBox<Zero>

    init(key: MetricSeriesKey, time: TimeSource) {
        self.key = key
        self.time = time
        total = trimtab_total_reserve(true)
        zero = NIOLockedValueBox(Zero(start: time.wall()))
    }

    deinit { trimtab_total_release(total) }

    /// Amounts that are not finite, or below zero, are ignored.
    func increment(by amount: Double) {
        if amount > 0, amount.isFinite { trimtab_total_add_double(total, amount) }
    }

    func reset() {
        zero.withLockedValue { $0 = Zero(start: time.wall(), counted: trimtab_total_read_double(total)) }
    }

    func read() -> (start: UInt64, value: MetricValue)? {
        zero.withLockedValue { ($0.start, .double(trimtab_total_read_double(total) - $0.counted)) }
    }
}

#endif
