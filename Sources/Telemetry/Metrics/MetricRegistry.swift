#if Server

public import CoreMetrics
internal import NIOConcurrencyHelpers

/// Keeps the values of all metrics that are made through swift-metrics, until somebody collects them: the OTLP
/// exporter, or a ``PrometheusHandler``.
///
/// Counters are counted per thread, so that they cost next to nothing where many threads count. Recorders and timers
/// become histograms; what a timer records is in seconds, as is what a recorder does whose described unit is `s`. The same label and dimensions give the same metric.
public final class MetricRegistry: MetricsFactory {
    struct Series {
        let instrument: any MetricInstrument
        /// How many handles were made and not destroyed.
        var handles = 1
    }

    struct State {
        var series: [MetricSeriesKey: Series] = [:]
        /// How many series a metric has, by its name.
        var counts: [String: Int] = [:]
        var descriptions: [String: MetricDescription] = [:]
        var callbacks: [MetricCallback] = []
    }

    let configuration: MetricConfiguration
    let time: TimeSource
    let state = NIOLockedValueBox(State())

    /// A registry that nothing exports by itself; see ``TelemetryService`` for one that is exported.
    public convenience init(configuration: MetricConfiguration = .default) {
        self.init(configuration: configuration, time: .system)
    }

    init(configuration: MetricConfiguration, time: TimeSource) {
        self.configuration = configuration
        self.time = time
        describe(configuration.descriptions)
    }

    /// Says units and meanings of metrics, made already or not. Of two for a name, the later holds.
    public func describe(_ descriptions: [MetricDescription]) {
        state.withLockedValue { state in
            for description in descriptions { state.descriptions[description.name] = description }
        }
    }

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        instrument(label, .counter, dimensions) { CounterInstrument(key: $0, time: time) }
    }

    public func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        instrument(label, .counter, isFloating: true, dimensions) { FloatingCounterInstrument(key: $0, time: time) }
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        instrument(label, .gauge, dimensions) { GaugeInstrument(key: $0, time: time) }
    }

    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        guard aggregate else {
            return instrument(label, .gauge, dimensions) { GaugeInstrument(key: $0, time: time) }
        }
        let aggregation = configuration.aggregations[label] ?? configuration.aggregation
        let isOfSeconds = state.withLockedValue { $0.descriptions[label]?.unit == "s" }
        return instrument(label, .histogram, dimensions) {
            HistogramInstrument(key: $0, aggregation: aggregation ?? (isOfSeconds ? .seconds : .standard), time: time)
        }
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let aggregation = configuration.aggregations[label] ?? configuration.aggregation
        state.withLockedValue { state in
            guard state.descriptions[label] == nil else { return }
            state.descriptions[label] = MetricDescription(name: label, unit: "s", summary: "")
        }
        return instrument(label, .histogram, dimensions) {
            HistogramInstrument(key: $0, aggregation: aggregation ?? .seconds, time: time)
        }
    }

    public func destroyCounter(_ handler: any CounterHandler) { destroy(handler) }
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { destroy(handler) }
    public func destroyMeter(_ handler: any MeterHandler) { destroy(handler) }
    public func destroyRecorder(_ handler: any RecorderHandler) { destroy(handler) }
    public func destroyTimer(_ handler: any TimerHandler) { destroy(handler) }

    /// The instrument of a series, made if it is new. Beyond the limit of series, all share one.
    private func instrument<Instrument: MetricInstrument>(
        _ name: String,
        _ kind: MetricKind,
        isFloating: Bool = false,
        _ dimensions: [(String, String)],
        make: (MetricSeriesKey) -> Instrument
    ) -> Instrument {
        let attributes = MetricAttributes(dimensions)
        return state.withLockedValue { state in
            var key = MetricSeriesKey(name: name, kind: kind, isFloating: isFloating, attributes: attributes)
            if state.series[key] == nil, state.counts[name, default: 0] >= configuration.maximumSeriesPerMetric - 1 {
                key = MetricSeriesKey(name: name, kind: kind, isFloating: isFloating, attributes: .overflow)
            }
            if let known = state.series[key]?.instrument as? Instrument {
                state.series[key]?.handles += 1
                return known
            }
            let made = make(key)
            state.series[key] = Series(instrument: made)
            state.counts[name, default: 0] += 1
            return made
        }
    }

    private func destroy(_ handler: any AnyObject) {
        guard let key = (handler as? any MetricInstrument)?.key else { return }
        state.withLockedValue { state in
            guard var series = state.series[key], series.instrument === handler else { return }
            series.handles -= 1
            state.series[key] = series.handles > 0 ? series : nil
            if series.handles == 0 { state.counts[key.name, default: 1] -= 1 }
        }
    }
}

#endif
