import Dispatch
@testable import MemoryTuning
import Synchronization
import Testing

struct PressureBoardTests {
    @Test func whoSubscribesWhileALevelIsPostedIsToldOfItLast() async {
        for round in 0..<5_000 {
            let board = PressureBoard()
            let streams = Mutex<[AsyncStream<MemoryPressure>]>([])
            let arrivals = Atomic(0)
            DispatchQueue.concurrentPerform(iterations: 2) { side in
                arrivals.add(1, ordering: .relaxed)
                // Both at once, or one after the other where there is one thread only.
                var spins = 0
                while arrivals.load(ordering: .relaxed) < 2, spins < 10_000 { spins += 1 }
                if side == 0 {
                    // At another moment each time.
                    for _ in 0..<round % 50 { _ = board.isShedding }
                    board.post(.critical, isShedding: false)
                } else {
                    let made = (0..<4).map { _ in board.subscribe() }
                    streams.withLock { $0 = made }
                }
            }
            board.end()
            for stream in streams.withLock({ $0 }) {
                var last: MemoryPressure?
                for await level in stream { last = level }
                #expect(last == .critical)
            }
        }
    }
}
