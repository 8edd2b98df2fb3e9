public import CoreMetrics
public import Logging
internal import ObjectPools
internal import Tracing

/// Keeps the process under a soft memory limit: gives idle memory back to the system when it pays, and tells the rest of
/// the service how scarce memory is.
///
///     let tuner = try MemoryTuner(configuration: .init(limit: .automatic), logger: logger)
///     try await ServiceGroup(services: [tuner, app], logger: logger).run()
///
/// While ``run()`` runs, it looks at memory each second, and more often near the limit. What it reclaims, by which steps
/// and why, is in `docs/tuning.md`. Each step's yield is measured, and a search of the heap that yields nothing rests until
/// the heap has churned; all of it together keeps to 1 % of one processor unless the process is about to be killed.
///
/// May be used from any thread.
public final class MemoryTuner: Sendable {
    let configuration: Configuration
    let logger: Logger
    let board = PressureBoard()
    let clock: RelativeClock
    let observer: any MemoryObserver
    let actions: any ReclaimActions
    let metrics: TunerMetrics
    /// Nil for the one that the application has chosen.
    let tracer: (any Tracer)?

    /// What changes.
    struct Shared {
        var state: TunerState
        var caches: [Int: any Reclaimable] = [:]
        var nextCache = 0
        /// Those that were asked and have not answered.
        var askedCaches: Set<Int> = []
        /// The cycle that was asked for last, while it or one before it is under way.
        var cycle: Task<ReclaimReport, Never>?
        var cycleNumber = 0
        var sleeper: Task<Void, Never>?
        var isWoken = false
        var isRunning = false
        var observers: [@Sendable (TunerNote) -> Void] = []
    }

    let shared: Guarded<Shared>

    /// Of looks, and of all that must not wait for a cycle.
    let executor = TunerExecutor("tuner")
    /// Of cycles.
    let cycleExecutor = TunerExecutor("reclaim")

    /// - Parameters:
    ///   - configuration: What to keep to.
    ///   - logger: Is told of changes of the limit and of pressure, of cycles, and of steps that have not paid.
    ///   - metrics: The backend; by default the one that the application has chosen by now.
    /// - Throws: ``MemoryTuningError`` for a setting that makes no sense.
    public convenience init(
        configuration: Configuration = Configuration(),
        logger: Logger,
        metrics: any MetricsFactory = MetricsSystem.factory
    ) throws(MemoryTuningError) {
        try self.init(
            configuration: configuration,
            logger: logger,
            metrics: metrics,
            observer: SystemMemoryObserver(),
            actions: SystemReclaimActions(),
            clock: RelativeClock(QueueClock())
        )
    }

    init(
        configuration: Configuration,
        logger: Logger,
        metrics: any MetricsFactory,
        observer: any MemoryObserver,
        actions: any ReclaimActions,
        clock: RelativeClock,
        tracer: (any Tracer)? = nil
    ) throws(MemoryTuningError) {
        try configuration.validate()
        self.configuration = configuration
        self.logger = logger
        self.observer = observer
        self.actions = actions
        self.clock = clock
        self.tracer = tracer
        self.metrics = TunerMetrics(factory: metrics)
        shared = Guarded(Shared(state: TunerState(configuration: configuration)))
    }

    // MARK: Pressure

    /// How scarce memory is: one load, for request paths. Nominal before ``run()``.
    public var currentPressure: MemoryPressure { board.pressure }

    /// Whether work should be turned away: memory is about to run out, and reclaiming has not been enough.
    public var isShedding: Bool { board.isShedding }

    /// The pressure now and each change from then on.
    public var pressure: PressureUpdates { PressureUpdates(board: board) }

    // MARK: Settings

    public var memoryLimit: MemoryLimit { shared.withLock { $0.state.limit } }

    /// What the limit comes to now; nil for none, and before the first look.
    public var effectiveLimit: EffectiveLimit? { shared.withLock { $0.state.effective } }

    /// What the limit comes to at this moment, looked up: also before ``run()``.
    package var limitNow: EffectiveLimit? {
        let observation = observer.observe()
        return EffectiveLimit(
            of: memoryLimit,
            groupLimit: observation.groupLimit,
            machineBytes: observation.machineBytes,
            reserve: configuration.reserve
        )
    }

    public var growthTrigger: GrowthTrigger { shared.withLock { $0.state.policy.growthTrigger } }

    /// Sets the limit, from the next look on, which follows at once.
    /// - Returns: The limit until now.
    /// - Throws: ``MemoryTuningError`` for a limit that makes no sense; nothing has changed then.
    @discardableResult
    public func setMemoryLimit(_ limit: MemoryLimit) throws(MemoryTuningError) -> MemoryLimit {
        try limit.validate()
        let previous = shared.withLock { shared in
            defer { shared.state.limit = limit }
            return shared.state.limit
        }
        wake()
        return previous
    }

    /// Sets the growth trigger.
    /// - Returns: The trigger until now.
    /// - Throws: ``MemoryTuningError`` for a trigger that makes no sense; nothing has changed then.
    @discardableResult
    public func setGrowthTrigger(_ trigger: GrowthTrigger) throws(MemoryTuningError) -> GrowthTrigger {
        try trigger.validate()
        return shared.withLock { shared in
            defer { shared.state.policy.growthTrigger = trigger }
            return shared.state.policy.growthTrigger
        }
    }

    /// What each step has yielded so far, for those that were tried.
    public var stepStatistics: [ReclaimStep: ReclaimStepStatistics] {
        shared.withLock { $0.state.policy.histories }.mapValues(ReclaimStepStatistics.init)
    }
}
