import Dispatch
import Foundation
@testable import MemoryTuning
import ObjectPools
import Synchronization
import Testing

struct PressureBoardTests {
    @Test func whoSubscribesWhileALevelIsPostedIsToldOfItLast() async {
        // More than can run at once, so that some stand still in the middle of subscribing when the level is posted.
        let threads = min(4 * ProcessInfo.processInfo.activeProcessorCount, 8)
        for round in 0..<100 {
            let board = PressureBoard()
            let streams = Guarded<[AsyncStream<MemoryPressure>]>([])
            let isPosted = Atomic(false)
            let group = DispatchGroup()
            for _ in 0..<threads {
                group.enter()
                Thread.detachNewThread {
                    var last = board.subscribe()
                    while !isPosted.load(ordering: .acquiring) { last = board.subscribe() }
                    streams.withLock { $0.append(last) }
                    group.leave()
                }
            }
            // At another moment each time.
            usleep(UInt32(500 + round * 37 % 2_000))
            board.post(.critical, isShedding: false)
            isPosted.store(true, ordering: .releasing)
            await withCheckedContinuation { done in group.notify(queue: .global()) { done.resume() } }
            board.end()
            for stream in streams.withLock({ $0 }) {
                var last: MemoryPressure?
                for await level in stream { last = level }
                #expect(last == .critical)
            }
        }
    }
}
