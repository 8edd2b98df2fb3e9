import Foundation

/// A thread that runs one closure.
struct StartedThread {
    private let isDone = DispatchSemaphore(value: 0)

    init(_ body: @escaping @Sendable () -> Void) {
        let isDone = isDone
        Thread {
            body()
            isDone.signal()
        }.start()
    }

    func join() { isDone.wait() }
}
