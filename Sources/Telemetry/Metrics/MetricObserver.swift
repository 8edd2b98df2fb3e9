#if Server

/// Takes the values that a callback of a ``MetricRegistry`` observes.
public struct MetricObserver {
    private(set) var observations: [MetricAttributes: MetricValue] = [:]

    /// One value; of several for the same attributes, the last holds.
    public mutating func observe<Value: BinaryInteger>(_ value: Value, _ attributes: [(String, String)] = []) {
        observations[MetricAttributes(attributes)] = .integer(Int64(clamping: value))
    }

    /// One value; of several for the same attributes, the last holds. What is not a number is ignored.
    public mutating func observe<Value: BinaryFloatingPoint>(_ value: Value, _ attributes: [(String, String)] = []) {
        if !value.isNaN { observations[MetricAttributes(attributes)] = .double(Double(value)) }
    }
}

#endif
