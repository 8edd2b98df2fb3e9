import Foundation
@testable import MemoryTuning
import ObjectPools
import Scheduling
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
        let isAbout = Guarded(false)
        let sleeper = Task {
            isAbout.withLock { $0 = true }
            if isCancelledBefore { while !Task.isCancelled { await Task.yield() } }
            try await clock.sleep(until: clock.now.advanced(by: .seconds(1 << 40)), tolerance: nil)
        }
        if !isCancelledBefore {
            await until { isAbout.withLock { $0 } }
            // It sleeps by then, unless the machine is very busy, and then it is cancelled before.
            try? await Task.sleep(for: .milliseconds(50))
        }
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
    }
}
