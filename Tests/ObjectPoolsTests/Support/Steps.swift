import Foundation

/// Lets threads wait for each other, step by step.
final class Steps: @unchecked Sendable {
    private let condition = NSCondition()
    private var step = 0

    func open(_ step: Int) {
        condition.withLock {
            self.step = step
            condition.broadcast()
        }
    }

    func wait(for step: Int) {
        condition.withLock {
            while self.step < step { condition.wait() }
        }
    }
}
