import Dispatch
import Synchronization

/// Asynchronous work that a thread waits for.
///
/// The commands stay on the main thread, which an asynchronous `main` would leave: it runs on a thread of Dispatch, and
/// a program started from there would inherit the signals that such a thread blocks.
package final class Waiting<Success: Sendable>: Sendable {
    private let result = Mutex<Success?>(nil)
    private let isDone = DispatchSemaphore(value: 0)

    /// Runs `work` and blocks this thread until it has returned.
    package static func run(_ work: @escaping @Sendable () async -> Success) -> Success {
        let waiting = Waiting()
        Task.detached {
            let value = await work()
            waiting.result.withLock { $0 = value }
            waiting.isDone.signal()
        }
        while true {
            waiting.isDone.wait()
            if let value = waiting.result.withLock({ $0 }) { return value }
        }
    }
}
