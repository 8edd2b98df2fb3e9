#if Server

public import Configuration
public import CoreMetrics
internal import DiagnosticsServer
public import Logging
public import MemoryTuning
internal import ObjectPools
internal import Profiles
internal import Profiling
public import ServiceLifecycle
public import Telemetry

/// All of Trimtab as one service, from one configuration.
///
///     let config = ConfigReader(provider: EnvironmentVariablesProvider())
///     let trimtab = try TrimtabService.bootstrap(reading: config, logger: logger)
///     try await ServiceGroup(services: [trimtab, app], logger: logger).run()
///
/// It keeps the memory limit, publishes where memory is, sends metrics, traces and profiles where `OTEL_*` says so, and
/// logs what became of a predecessor that was killed. Put it first in the group: the group ends its services in reverse, so
/// what the others say last is still sent.
///
/// ``bootstrap(reading:logger:)`` makes ``Telemetry`` the backend of swift-metrics and swift-distributed-tracing. Whoever
/// has another, such as swift-otel or swift-prometheus, makes the service with ``init(configuration:metrics:logger:)``
/// instead, which sets none.
public final class TrimtabService: Service {
    public let configuration: TrimtabConfiguration
    /// What keeps memory below the limit, such as for an `AdmissionController`; nil if nothing is to be reclaimed.
    public let tuner: MemoryTuner?
    /// What sends, and shows metrics to Prometheus; nil where the application has a backend of its own.
    public let telemetry: TelemetryService?

    private let leaks: LeakDetector?
    private let diagnostics: DiagnosticsServer?
    private let metrics: any MetricsFactory
    private let logger: Logger
    private let sources: Guarded<[MetricSource]>

    /// Makes the service, and ``Telemetry`` the backend of swift-metrics and swift-distributed-tracing. Ends the process if
    /// it has other backends already.
    ///
    /// - Parameters:
    ///   - config: Where `trimtab.*` and `otel.*` are; see ``TrimtabConfiguration/init(reading:)``.
    ///   - logger: Is told what is on, of changes, and of troubles.
    /// - Throws: ``TrimtabError`` for a setting that makes no sense. No backend was set then.
    public static func bootstrap(reading config: ConfigReader, logger: Logger) throws(TrimtabError) -> TrimtabService {
        try bootstrap(configuration: TrimtabConfiguration(reading: config), logger: logger)
    }

    /// The same with a configuration that was read before, and perhaps changed.
    public static func bootstrap(
        configuration: TrimtabConfiguration,
        logger: Logger
    ) throws(TrimtabError) -> TrimtabService {
        let telemetry = makeTelemetry(configuration, logger: logger)
        let service = try TrimtabService(
            configuration,
            telemetry: telemetry,
            metrics: configuration.telemetry.isDisabled ? NOOPMetricsHandler.instance : telemetry.metrics,
            logger: logger
        )
        telemetry.bootstrap()
        return service
    }

    /// Makes the service and sets no backend: metrics and spans go where the application has them go.
    ///
    /// - Parameters:
    ///   - configuration: What to start. ``TrimtabConfiguration/telemetry`` is not looked at.
    ///   - metrics: The backend; by default the one that the application has chosen by now.
    ///   - logger: Is told what is on, of changes, and of troubles.
    /// - Throws: ``TrimtabError`` for a setting that makes no sense.
    public convenience init(
        configuration: TrimtabConfiguration,
        metrics: any MetricsFactory = MetricsSystem.factory,
        logger: Logger
    ) throws(TrimtabError) {
        try self.init(configuration, telemetry: nil, metrics: metrics, logger: logger)
    }

    init(
        _ configuration: TrimtabConfiguration,
        telemetry: TelemetryService?,
        metrics: any MetricsFactory,
        logger: Logger
    ) throws(TrimtabError) {
        do throws(MemoryTuningError) {
            tuner = try configuration.tuner.map { settings throws(MemoryTuningError) in
                try MemoryTuner(configuration: settings, logger: logger, metrics: metrics)
            }
        } catch {
            throw TrimtabError(.invalidSetting, setting: error.setting, reason: error.reason)
        }
        leaks = Self.makeLeakDetector(configuration, metrics: metrics, logger: logger)
        diagnostics = try Self.makeDiagnostics(
            configuration,
            sources: DiagnosticsSources(tuner: tuner, leaks: leaks),
            telemetry: telemetry,
            logger: logger
        )
        self.configuration = configuration
        self.telemetry = telemetry
        self.metrics = metrics
        self.logger = logger
        sources = Guarded([.pools, .labels])
        if let tuner { publish(.tuner(tuner)) }
        if configuration.countsTasks { publish(.taskCount { LiveTasks.count }) }
    }

    private static func makeLeakDetector(
        _ configuration: TrimtabConfiguration,
        metrics: any MetricsFactory,
        logger: Logger
    ) -> LeakDetector? {
        guard configuration.watchesLeaks, var settings = configuration.leaks else { return nil }
        settings.watchesTasks = settings.watchesTasks && configuration.countsTasks
        return LeakDetector(configuration: settings, logger: logger, metrics: metrics)
    }

    private static func makeDiagnostics(
        _ configuration: TrimtabConfiguration,
        sources: DiagnosticsSources,
        telemetry: TelemetryService?,
        logger: Logger
    ) throws(TrimtabError) -> DiagnosticsServer? {
        guard var settings = configuration.diagnostics else { return nil }
        settings.watchesTasks = configuration.countsTasks
        var sources = sources
        if let prometheus = telemetry?.prometheus {
            sources.metrics = { accept in
                let response = prometheus.respond(accept: accept)
                return .init(status: response.status, contentType: response.contentType, body: response.body)
            }
        }
        do throws(DiagnosticsServerError) {
            return try DiagnosticsServer(configuration: settings, sources: sources, logger: logger)
        } catch {
            throw TrimtabError(
                .invalidSetting,
                setting: SettingKey.diagnosticsAddress.name,
                reason: error.description
            )
        }
    }

    static func makeTelemetry(_ configuration: TrimtabConfiguration, logger: Logger) -> TelemetryService {
        var heap: (@Sendable () async -> HeapProfile?)?
        var cpu: (@Sendable () async -> CPUProfile?)?
        if let profiles = RecordedProfiles(recording: configuration.recording) {
            heap = { await profiles.heap() }
            cpu = { await profiles.cpu() }
        }
        let telemetry = TelemetryService(
            configuration: configuration.telemetry,
            logger: logger,
            profile: heap,
            cpuProfile: cpu
        )
        telemetry.metrics.describe(MetricDescription.ofTrimtab + MetricDescription.ofServers)
        return telemetry
    }

    /// Publishes more beside pools, tuner, tasks and labels, such as what an `AdmissionController` does.
    ///
    /// To be called before ``run()``.
    public func publish(_ source: MetricSource) {
        sources.withLock { $0.append(source) }
    }

    /// Runs all that is configured until the service group shuts down. What the others have left is sent last.
    public func run() async throws {
        let watched = configuration.countsTasks ? LiveTasks.watch() : nil
        logStart(watched)
        async let told: Void = tellOfPreviousRuns()
        try await ServiceGroup(configuration: .init(services: services(), logger: groupLogger)).run()
        await told
    }

    /// In the order in which they start. They end in reverse, each before the next: what sends is the last, and has what
    /// the monitor published at its end.
    private func services() -> [ServiceGroupConfiguration.ServiceConfiguration] {
        var services: [any Service] = []
        if let telemetry { services.append(telemetry) }
        if let diagnostics { services.append(diagnostics) }
        if let tuner { services.append(tuner) }
        if let leaks { services.append(leaks) }
        services.append(
            MemoryMonitor(
                configuration: configuration.monitor,
                sources: sources.withLock { $0 },
                factory: metrics,
                logger: logger
            )
        )
        return services.map { .init(service: $0) }
    }

    private func logStart(_ tasks: LiveTasks.Status?) {
        let line = StartLine(
            configuration: configuration,
            limit: tuner?.limitNow,
            telemetry: telemetry == nil ? nil : configuration.telemetry
        )
        logger.info("\(line.text)")
        if let tasks, tasks != .watched { logger.debug("\(tasks)") }
        guard let recording = RecordedProfiles(recording: configuration.recording), !recording.isWritten else {
            return
        }
        logger.warning(
            """
            \(SettingKey.recording.variable) names a recording that is not written; see that the folder is there and \
            writable, and that the program was built for Linux with glibc
            """
        )
    }

    private func tellOfPreviousRuns() async {
        await PreviousRuns().log(to: logger)
    }

    /// What the group says of its own beginning and end is the application's to say.
    private var groupLogger: Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }
}

#endif
