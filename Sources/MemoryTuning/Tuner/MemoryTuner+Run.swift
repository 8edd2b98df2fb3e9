internal import Logging
internal import ObjectPools

#if Server
public import ServiceLifecycle

extension MemoryTuner: Service {}
#endif

extension MemoryTuner {
    /// Looks at memory and acts, until the task is cancelled or the service group shuts down gracefully.
    ///
    /// - Throws: ``MemoryTuningError`` with ``MemoryTuningError/Code/alreadyRunning`` if it runs already.
    public func run() async throws {
        try start()
        let trigger = PressureTrigger(paths: observer.stallPaths) { [weak self] notice in
            if notice == .ended { self?.logNoNotice("the control group is gone") }
            self?.wake()
        }
        if let reason = trigger.unavailable { logNoNotice(reason) }
        #if Server
        await cancelWhenGracefulShutdown { await self.watch() }
        #else
        await watch()
        #endif
        trigger.stop()
        stop()
    }

    private func logNoNotice(_ reason: String) {
        logger.debug(
            "No notice of stalls from the kernel; memory is looked at by time alone",
            metadata: ["reason": "\(reason)"]
        )
    }

    private func start() throws(MemoryTuningError) {
        let wasRunning = shared.withLock { shared in
            defer { shared.isRunning = true }
            return shared.isRunning
        }
        guard wasRunning else { return board.begin() }
        throw MemoryTuningError(.alreadyRunning, setting: "memory tuner", reason: "it runs already; run it once")
    }

    private func stop() {
        // Nobody looks any more, so nothing may be concluded.
        board.post(.nominal, isShedding: false)
        board.end()
        // Last, so that the next run does not begin before this one's end.
        shared.withLock { $0.isRunning = false }
    }

    private func watch() async {
        await withTaskExecutorPreference(executor) {
            while !Task.isCancelled {
                await sleep(for: look())
            }
        }
    }

    /// Looks once, and starts a cycle if one is due.
    /// - Returns: Until the next look.
    private func look() -> Duration {
        let observation = observer.observe()
        let steps = availableSteps
        // The time is read under the lock: were that of a cycle's end later, the clock would seem to have gone back.
        let look = shared.withLock {
            $0.state.look(observation, available: steps, isReclaiming: $0.cycle != nil, now: clock.now())
        }
        board.post(look.pressure, isShedding: look.isShedding)
        log(look.events)
        if let plan = look.plan { _ = run(plan) }
        return look.pause
    }

    /// Sleeps until the next look is due, or somebody asks for it.
    private func sleep(for pause: Duration) async {
        let deadline = clock.deadline(after: pause, from: clock.now())
        let clock = clock
        let sleeping: Task<Void, Never>? = shared.withLock { shared in
            defer { shared.isWoken = false }
            guard !shared.isWoken else { return nil }
            // Throws when cancelled: it is to end early then.
            let task = Task(executorPreference: executor) { _ = try? await clock.sleep(until: deadline) }
            shared.sleeper = task
            return task
        }
        guard let sleeping else { return }
        await withTaskCancellationHandler {
            await sleeping.value
        } onCancel: {
            sleeping.cancel()
        }
    }

    /// Has the next look follow at once.
    func wake() {
        let sleeping = shared.withLock {
            $0.isWoken = true
            return $0.sleeper
        }
        sleeping?.cancel()
    }
}
