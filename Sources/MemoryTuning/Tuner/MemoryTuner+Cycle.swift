internal import ObjectPools
internal import Tracing

extension MemoryTuner {
    /// Reclaims memory now, by all steps, whatever they yielded before: the equal of Go's `debug.FreeOSMemory`.
    ///
    /// One cycle runs at a time; this one runs after those asked for before it. Adds the event `forced reclaim` to the
    /// current span.
    ///
    /// - Parameter reason: What is written to logs and metrics.
    /// - Returns: What each step released.
    @discardableResult
    public func reclaim(_ reason: ReclaimReason = .manual) async -> ReclaimReport {
        if reason == .manual, let context = ServiceContext.current {
            (tracer ?? InstrumentationSystem.tracer).activeSpan(identifiedBy: context)?
                .addEvent(SpanEvent(name: "forced reclaim", attributes: ["reason": .string(reason.rawValue)]))
        }
        return await run(
            ReclaimPlan(
                reason: reason,
                steps: availableSteps,
                request: ReclaimRequest(pressure: max(currentPressure, .elevated), goal: nil)
            )
        ).value
    }

    var availableSteps: [ReclaimStep] {
        let steps = actions.steps
        guard shared.withLock({ !$0.caches.isEmpty }) else { return steps }
        return ReclaimStep.allCases.filter { $0 == .caches || steps.contains($0) }
    }

    /// Whether a cycle is under way.
    var isReclaiming: Bool { shared.withLock { $0.cycle != nil } }

    /// Starts a cycle, after the one that is under way.
    func run(_ plan: ReclaimPlan) -> Task<ReclaimReport, Never> {
        shared.withLock { shared in
            let previous = shared.cycle
            shared.cycleNumber += 1
            let number = shared.cycleNumber
            let task = Task(executorPreference: cycleExecutor) {
                _ = await previous?.value
                let report = await self.perform(plan)
                self.shared.withLock { if $0.cycleNumber == number { $0.cycle = nil } }
                return report
            }
            shared.cycle = task
            return task
        }
    }

    /// By how much resident memory has fallen; 0 where it is not known before and after.
    private static func fall(from before: Int?, to after: Int?) -> Int {
        guard let before, let after else { return 0 }
        return max(before - after, 0)
    }

    private func perform(_ plan: ReclaimPlan) async -> ReclaimReport {
        let start = clock.now()
        let before = observer.resident()
        var resident = before
        var steps: [ReclaimReport.Step] = []
        var givenUpByAll = plan.givenUp
        for step in ReclaimStep.allCases where plan.steps.contains(step) || plan.resting.contains(step) {
            let isWorthIt = StepHistory.isYield(givenUpByAll, resident: before ?? 0)
            guard plan.steps.contains(step) || isWorthIt else { continue }
            let stepStart = clock.now()
            let processorTime = observer.processorTime()
            let givenUp = step == .caches ? await reclaimCaches(plan.request) : actions.run(step)
            givenUpByAll.addGivenUp(givenUp ?? 0)
            let after = observer.resident()
            steps.append(
                ReclaimReport.Step(
                    step: step,
                    released: Self.fall(from: resident, to: after),
                    givenUp: givenUp,
                    duration: clock.now() - stepStart,
                    processorTime: processorTime.flatMap { before in observer.processorTime().map { $0 - before } },
                    wasResting: !plan.steps.contains(step)
                )
            )
            resident = after
        }
        let report = ReclaimReport(
            reason: plan.reason,
            steps: steps,
            residentBefore: before,
            residentAfter: resident,
            duration: clock.now() - start
        )
        let observation = observer.observe()
        let events = shared.withLock { $0.state.finished(report, observation, now: clock.now()) }
        metrics.record(report)
        log(report, isBeyondBudget: plan.isBeyondBudget)
        log(events)
        return report
    }
}
