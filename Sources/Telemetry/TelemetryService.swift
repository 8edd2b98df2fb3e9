#if Server

internal import CoreMetrics
public import Logging
public import Profiles
public import ServiceLifecycle
internal import Tracing

/// Sends the metrics, traces and profiles of this process to an OpenTelemetry collector, by OTLP over HTTP.
///
///     let telemetry = TelemetryService(configuration: .init(reading: { environment[$0] }), logger: logger)
///     telemetry.bootstrap()
///     try await ServiceGroup(services: [telemetry, app], logger: logger).run()
///
/// Making one changes nothing for the process: ``metrics`` and ``tracer`` are backends that can be handed around.
/// ``bootstrap()`` makes them those of the process.
///
/// The application never waits for a collector. Spans wait in a queue of bounded size, metrics are sums; what the
/// collector does not take is tried again, and what has to be dropped is counted by reason (`telemetry.dropped`) and
/// logged once a minute.
public final class TelemetryService: Service {
    static let version = "0.1.0"
    static let scope = "trimtab"

    /// A backend of swift-metrics.
    public let metrics: MetricRegistry
    /// A backend of swift-distributed-tracing.
    public let tracer: TelemetryTracer
    /// Shows ``metrics`` to Prometheus.
    public let prometheus: PrometheusHandler

    private let configuration: TelemetryConfiguration
    private let logger: Logger
    private let time: TimeSource
    private let metricExporter: MetricExporter?
    private let spanExporter: SpanExporter?
    private let profileExporter: ProfileExporter?

    /// - Parameters:
    ///   - configuration: What to record, and where to send it.
    ///   - logger: Told what is dropped.
    ///   - profile: Takes a heap profile, where the configuration has profiles sent; nil if there is none.
    ///   - cpuProfile: Takes a profile of processor time, which is sent with that.
    public convenience init(
        configuration: TelemetryConfiguration,
        logger: Logger,
        profile: (@Sendable () async -> HeapProfile?)? = nil,
        cpuProfile: (@Sendable () async -> CPUProfile?)? = nil
    ) {
        self.init(
            configuration: configuration,
            logger: logger,
            profile: profile,
            cpuProfile: cpuProfile,
            time: .system
        )
    }

    init(
        configuration: TelemetryConfiguration,
        logger: Logger,
        profile: (@Sendable () async -> HeapProfile?)? = nil,
        cpuProfile: (@Sendable () async -> CPUProfile?)? = nil,
        time: TimeSource
    ) {
        var configuration = configuration
        if configuration.isDisabled {
            configuration.metricExport = nil
            configuration.traceExport = nil
            configuration.profileExport = nil
        }
        self.configuration = configuration
        self.logger = logger
        self.time = time
        let registry = MetricRegistry(configuration: configuration.metrics, time: time)
        metrics = registry
        let resource = TelemetryResource(configuration)
        let encoder = OTLPEncoder(resource: resource, limits: configuration.tracing.limits)
        prometheus = PrometheusHandler(registry: registry, resource: resource)
        func statistics(_ signal: TelemetrySignal) -> ExportStatistics {
            registry.describe(ExportStatistics.descriptions)
            return ExportStatistics(signal: signal, registry: registry, logger: logger)
        }

        metricExporter = configuration.metricExport.map { export in
            MetricExporter(export, registry: registry, statistics: statistics(.metrics), encoder: encoder)
        }
        let source = ProfileSource(heap: profile, cpu: cpuProfile)
        if let export = configuration.profileExport, !source.isEmpty {
            profileExporter = ProfileExporter(
                export,
                source: source,
                statistics: statistics(.profiles),
                encoder: encoder,
                time: time
            )
        } else {
            profileExporter = nil
        }
        guard let export = configuration.traceExport else {
            tracer = TelemetryTracer(configuration: configuration.tracing, queue: nil)
            spanExporter = nil
            return
        }
        let spans = statistics(.traces)
        let queue = SpanQueue(limit: export.maximumQueueSize, batchSize: export.maximumBatchSize) {
            spans.countDropped(1, .queueFull)
        }
        tracer = TelemetryTracer(configuration: configuration.tracing, queue: queue)
        spanExporter = SpanExporter(export, queue: queue, statistics: spans, encoder: encoder, time: time)
    }

    /// Makes ``metrics`` and ``tracer`` the backends of the process. Ends the process if it has others already; does
    /// nothing where the configuration says that telemetry is disabled.
    public func bootstrap() {
        guard !configuration.isDisabled else { return }
        MetricsSystem.bootstrap(metrics)
        InstrumentationSystem.bootstrap(tracer)
    }

    /// Sends until the service group shuts down, and then what is left, for as long as the configuration allows.
    public func run() async throws {
        for warning in configuration.warnings { logger.warning("\(warning)") }
        await cancelWhenGracefulShutdown { [metricExporter, spanExporter, profileExporter] in
            await withTaskGroup(of: Void.self) { group in
                if let metricExporter { group.addTask { await metricExporter.run() } }
                if let spanExporter { group.addTask { await spanExporter.run() } }
                if let profileExporter { group.addTask { await profileExporter.run() } }
                // With nothing to send, too, a service runs until it is told to end.
                group.addTask { await Self.waitForCancellation() }
                await group.waitForAll()
            }
        }
        // In a task of its own: this one may have been cancelled.
        await Task { await self.shutdown() }.value
    }

    /// Sends everything now, such as before a function freezes.
    ///
    /// - Parameter timeout: How long to wait. What was not sent by then is not dropped.
    /// - Returns: Whether everything was sent, or dropped and counted, in time.
    @discardableResult
    public func flush(timeout: Duration) async -> Bool {
        await within(timeout) { [metricExporter, spanExporter, profileExporter] in
            async let spans: Void? = spanExporter?.flush()
            async let metrics: Void? = metricExporter?.flush()
            async let profiles: Void? = profileExporter?.export()
            _ = await (spans, metrics, profiles)
        }
    }

    private func shutdown() async {
        let inTime = await within(configuration.shutdownTimeout) { [metricExporter, spanExporter, profileExporter] in
            async let spans: Void? = spanExporter?.shutdown()
            async let metrics: Void? = metricExporter?.shutdown()
            async let profiles: Void? = profileExporter?.shutdown()
            _ = await (spans, metrics, profiles)
        }
        if !inTime { logger.warning("telemetry was not all sent before the service ended") }
    }

    /// Runs `operation`, and cancels it when the time is up. Returns whether it ended by itself.
    private func within(_ timeout: Duration, _ operation: @escaping @Sendable () async -> Void) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await operation()
                return true
            }
            group.addTask { [time] in
                do { try await time.sleep(timeout) } catch { return true }
                return false
            }
            let endedByItself = await group.next() ?? true
            group.cancelAll()
            return endedByItself
        }
    }

    private static func waitForCancellation() async {
        let (forever, _) = AsyncStream<Void>.makeStream()
        for await _ in forever {}
    }
}

#endif
