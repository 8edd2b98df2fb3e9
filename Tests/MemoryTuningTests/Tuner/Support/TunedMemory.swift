import CoreMetrics
import InMemoryTracing
@testable import MemoryTuning
import MetricsTestKit
import ObjectPools
import Scheduling

/// A tuner with planned memory and a clock that a test moves.
final class TunedMemory: Sendable {
    let memory: PlannedMemory
    let clock = ManualClock()
    let log = LogLines()
    let metrics = TestMetrics()
    let tracer = InMemoryTracer()
    let tuner: MemoryTuner

    init(_ memory: PlannedMemory, _ configuration: MemoryTuner.Configuration = .init(reserve: 0)) throws {
        self.memory = memory
        tuner = try MemoryTuner(
            configuration: configuration,
            logger: log.logger,
            metrics: metrics,
            observer: memory,
            actions: memory,
            clock: RelativeClock(clock),
            tracer: tracer
        )
    }

    /// Runs the tuner while `body` runs.
    func whileRunning(_ body: @escaping @Sendable (TunedMemory) async throws -> Void) async throws {
        try await withThrowingTaskGroup { group in
            group.addTask { try await self.tuner.run() }
            try await body(self)
            group.cancelAll()
        }
    }

    /// Lets time pass look by look, each time until the tuner sleeps and no cycle is under way.
    func pass(_ time: Duration, inStepsOf step: Duration = .milliseconds(50)) async {
        var passed = Duration.zero
        while passed < time {
            await settle()
            clock.advance(by: step)
            passed += step
        }
        await settle()
    }

    func settle() async {
        await until { self.clock.sleepers > 0 && !self.tuner.isReclaiming }
    }
}
