public import CoreMetrics
public import Foundation
public import Logging
internal import ObjectPools
internal import Profiles

/// Watches this process for leaks while it serves: memory by type and line, tasks that never end, leases never returned.
///
///     let detector = LeakDetector(logger: logger)
///     try await ServiceGroup(services: [detector, app], logger: logger).run()
///
/// While ``run()`` runs, it looks each minute and keeps a bounded series of looks. Of these it tells what grows although it
/// should have levelled off; ``LeakAnalysis`` says how. A leak is logged once when it is found, again when it changes much,
/// and when it has ended; the metrics `swift.memory.leak.*` say how many there are, how fast they grow, and how long that
/// can go on.
///
/// Memory is known by the recording that the hooks write (environment `TRIMTAB_RECORDING` or `TRIMTAB_DIAGNOSTICS_ADDRESS`).
/// Without one only tasks and leases are watched. Lines of the source need a Swift toolchain, which few containers have; functions are named without.
///
/// May be used from any thread.
public final class LeakDetector: Sendable {
    let configuration: Configuration
    let logger: Logger
    let clock: RelativeClock
    let metrics: LeakMetrics
    let source: any LeakSource

    struct Shared {
        var watch: LeakWatch
        var isRunning = false
        var saidWhatIsMissing = false
        var lastLook: Date?
    }

    let shared: Guarded<Shared>

    /// - Parameters:
    ///   - configuration: How often to look, and what counts as a leak.
    ///   - logger: Is told of leaks, at the level `warning`.
    ///   - metrics: The backend; by default the one that the application has chosen by now.
    ///   - environment: Where `TRIMTAB_RECORDING` and the toolchain are looked up.
    public convenience init(
        configuration: Configuration = Configuration(),
        logger: Logger,
        metrics: any MetricsFactory = MetricsSystem.factory,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.init(
            configuration: configuration,
            logger: logger,
            metrics: metrics,
            source: ProcessLeakSource(environment: environment, watchesTasks: configuration.watchesTasks),
            clock: RelativeClock(ContinuousClock())
        )
    }

    init(
        configuration: Configuration,
        logger: Logger,
        metrics: any MetricsFactory,
        source: any LeakSource,
        clock: RelativeClock
    ) {
        self.configuration = configuration
        self.logger = logger
        self.clock = clock
        self.metrics = LeakMetrics(factory: metrics)
        self.source = source
        shared = Guarded(Shared(watch: LeakWatch(criteria: configuration.criteria)))
    }

    /// What leaks by the last look: memory first, the fastest first.
    public var leaks: [DetectedLeak] { shared.withLock { $0.watch.leaks } }

    /// Seconds that were watched so far.
    public var watchedSeconds: Double { shared.withLock { $0.watch.watched.values.max() ?? 0 } }

    /// What is known at this moment, for whoever shows it.
    package var report: LeakDetectorReport {
        shared.withLock { shared in
            LeakDetectorReport(
                leaks: shared.watch.leaks,
                watchedSeconds: shared.watch.watched,
                neededSeconds: configuration.criteria.minimumSpan,
                lastLook: shared.lastLook
            )
        }
    }
}
