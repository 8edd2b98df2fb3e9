#if Server

internal import NIOConcurrencyHelpers

extension MetricRegistry {
    /// Adds a metric whose values are asked for whenever metrics are collected.
    ///
    /// - Parameters:
    ///   - description: Its name, unit and meaning.
    ///   - kind: How the values are to be read.
    ///   - observe: Says the values. It runs on whichever task collects and must neither block nor collect itself.
    /// - Returns: What takes the metric away again.
    @discardableResult
    public func observe(
        _ description: MetricDescription,
        kind: MetricCallback.Kind,
        _ observe: @escaping @Sendable (inout MetricObserver) -> Void
    ) -> MetricCallback {
        let callback = MetricCallback(description: description, kind: kind, start: time.wall(), observe: observe) {
            [weak self] callback in
            self?.state.withLockedValue { state in state.callbacks.removeAll { $0 === callback } }
        }
        state.withLockedValue { $0.callbacks.append(callback) }
        return callback
    }

    /// What all metrics say now, sorted by name, and the series of each by their attributes.
    func collect() -> [MetricFamily] {
        let (series, descriptions, callbacks) = state.withLockedValue { state in
            (state.series.values.map(\.instrument), state.descriptions, state.callbacks)
        }
        let time = time.wall()
        var families: [FamilyKey: MetricFamily] = [:]
        for instrument in series {
            guard let (start, value) = instrument.read() else { continue }
            let key = instrument.key
            let family = FamilyKey(name: key.name, kind: key.kind, isFloating: key.isFloating)
            families[
                family,
                default: MetricFamily(
                    description: descriptions[key.name] ?? MetricDescription(name: key.name, unit: "", summary: ""),
                    kind: key.kind,
                    time: time,
                    points: []
                )
            ].points.append(MetricPoint(attributes: key.attributes, start: start, value: value))
        }
        let observed = callbacks.map { $0.family(at: time, limit: configuration.maximumSeriesPerMetric) }
        return (Array(families.values) + observed)
            .filter { !$0.points.isEmpty }
            .sorted { $0.description.name < $1.description.name }
            .map { family in
                var family = family
                family.points.sort { $0.attributes < $1.attributes }
                return family
            }
    }

    private struct FamilyKey: Hashable {
        let name: String
        let kind: MetricKind
        let isFloating: Bool
    }
}

extension MetricAttributes: Comparable {
    static func < (left: MetricAttributes, right: MetricAttributes) -> Bool {
        left.pairs.lexicographicallyPrecedes(right.pairs) { ($0.name, $0.value) < ($1.name, $1.value) }
    }
}

#endif
