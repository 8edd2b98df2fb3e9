@testable import MemoryTuning
import Testing

struct QueueClockTests {
    private let clock = QueueClock()

    @Test(arguments: [Duration.seconds(-5), .zero, .milliseconds(20)])
    func sleepsUntilTheTimeHasCome(pause: Duration) async throws {
        let deadline = clock.now.advanced(by: pause)
        try await clock.sleep(until: deadline, tolerance: nil)
        #expect(clock.now >= deadline)
    }

    @Test(.timeLimit(.minutes(10)), arguments: [true, false])
    func whoIsCancelledWakesAtOnce(isCancelledBefore: Bool) async {
        let executor = TunerExecutor("test")
        let sleeper = Task(executorPreference: executor) {
            if isCancelledBefore { while !Task.isCancelled { await Task.yield() } }
            try await clock.sleep(until: clock.now.advanced(by: .seconds(1 << 40)), tolerance: nil)
        }
        // The executor has one thread: what comes after the sleeper runs once that sleeps.
        if !isCancelledBefore { await Task(executorPreference: executor) {}.value }
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
    }
}
