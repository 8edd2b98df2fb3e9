#if Server

/// A metric whose values are asked for when they are collected.
///
/// Stays registered until ``cancel()``.
public final class MetricCallback: Sendable {
    /// How the values are to be read; more may be added.
    public struct Kind: Hashable, Sendable {
        let kind: MetricKind

        /// A total that only grows.
        public static let counter = Kind(kind: .counter)
        /// A sum that goes up and down, such as a number of connections.
        public static let upDownCounter = Kind(kind: .upDownCounter)
        /// A measured value, such as a temperature.
        public static let gauge = Kind(kind: .gauge)
    }

    let description: MetricDescription
    let kind: Kind
    let start: UInt64
    let observe: @Sendable (inout MetricObserver) -> Void
    private let onCancel: @Sendable (MetricCallback) -> Void

    init(
        description: MetricDescription,
        kind: Kind,
        start: UInt64,
        observe: @escaping @Sendable (inout MetricObserver) -> Void,
        onCancel: @escaping @Sendable (MetricCallback) -> Void
    ) {
        self.description = description
        self.kind = kind
        self.start = start
        self.observe = observe
        self.onCancel = onCancel
    }

    /// The metric is no longer asked for.
    public func cancel() { onCancel(self) }

    /// What the callback says now. No more than `limit` series.
    func family(at time: UInt64, limit: Int) -> MetricFamily {
        var observer = MetricObserver()
        observe(&observer)
        let points = observer.observations.prefix(limit).map {
            MetricPoint(attributes: $0.key, start: start, value: $0.value)
        }
        return MetricFamily(description: description, kind: kind.kind, isObserved: true, time: time, points: points)
    }
}

#endif
