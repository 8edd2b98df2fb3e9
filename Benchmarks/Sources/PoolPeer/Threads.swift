import Foundation
import Synchronization

/// Runs a design's loop on so many threads of its own, and waits for them.
struct Threads {
    let count: Int

    /// Keeps what the loops compute from being optimised away.
    private static let checksum = Atomic<Int>(0)

    func run(_ loop: @escaping @Sendable (Int) -> Int, operations: Int) {
        let body: @Sendable () -> Void = { Self.checksum.wrappingAdd(loop(operations), ordering: .relaxed) }
        if count == 1 { return body() }
        let group = DispatchGroup()
        for _ in 0..<count {
            group.enter()
            Thread.detachNewThread {
                body()
                group.leave()
            }
        }
        group.wait()
    }
}
