#if Server

/// What keeps the value of one series.
protocol MetricInstrument: AnyObject, Sendable {
    var key: MetricSeriesKey { get }
    /// Nil if nothing was recorded yet.
    func read() -> (start: UInt64, value: MetricValue)?
}

/// Which series an instrument keeps.
struct MetricSeriesKey: Hashable, Sendable {
    let name: String
    let kind: MetricKind
    let isFloating: Bool
    let attributes: MetricAttributes
}

#endif
