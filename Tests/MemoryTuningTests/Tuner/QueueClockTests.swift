import Foundation
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
        let sleeper = Task {
            if isCancelledBefore { while !Task.isCancelled { await Task.yield() } }
            try await clock.sleep(until: clock.now.advanced(by: .seconds(1 << 40)), tolerance: nil)
        }
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
    }
}
