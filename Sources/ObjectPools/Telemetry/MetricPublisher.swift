package import CoreMetrics

/// Publishes metrics through swift-metrics. Handles are made once for each metric and its attributes.
package struct MetricPublisher: Sendable {
    private struct Key: Hashable {
        let name: String
        /// Names and values in turn.
        let attributes: [String]
    }

    private let factory: any MetricsFactory
    private let label: @Sendable (String) -> String?
    /// Nil for metrics that are not to be published.
    private var series: [Key: MetricSeries?] = [:]
    /// The names of all metrics that were published since ``beginRound()``.
    package private(set) var namesOfRound: Set<String> = []

    /// - Parameters:
    ///   - factory: The backend.
    ///   - label: What a metric of that name is published as; nil if it is not.
    package init(factory: any MetricsFactory, label: @escaping @Sendable (String) -> String? = { $0 }) {
        self.factory = factory
        self.label = label
    }

    package mutating func beginRound() { namesOfRound.removeAll(keepingCapacity: true) }

    /// Publishes a value: of a counter all that was ever counted, of a gauge what it is, of a histogram one more.
    /// - Parameter value: Nothing is published for nil.
    package mutating func publish(
        _ descriptor: MetricDescriptor,
        _ value: Double?,
        attributes: [(String, String)] = []
    ) {
        guard let value, value.isFinite else { return }
        let key = Key(name: descriptor.name, attributes: attributes.flatMap { [$0.0, $0.1] })
        if series[key] == nil { series[key] = .some(makeSeries(descriptor, attributes: attributes)) }
        series[key]??.publish(value)
        namesOfRound.insert(descriptor.name)
    }

    /// A series that its user keeps, which saves looking for it each time; nil if it is not to be published.
    package func makeSeries(_ descriptor: MetricDescriptor, attributes: [(String, String)] = []) -> MetricSeries? {
        label(descriptor.name).map {
            MetricSeries(descriptor, label: $0, attributes: attributes, factory: factory)
        }
    }
}
