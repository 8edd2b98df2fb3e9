/// The one task that sleeps until the earliest deadline of those who wait.
///
/// It is left to run when those have been served: on Linux, a sleep that is cancelled keeps its memory until its time has
/// come, so there must not be one for each waiter. One that wakes too late for a new deadline is replaced.
package struct WaiterTimer {
    /// Tells a timer from those that it replaced.
    package private(set) var number = 0
    private var task: Task<Void, Never>?
    private var wakes: Duration?

    package init() {}

    /// Whether the timer that runs wakes no later than this.
    package func covers(_ deadline: Duration) -> Bool {
        guard let wakes else { return false }
        return wakes <= deadline
    }

    /// Makes room for a new timer, or for none; the task to cancel, if there is one.
    package mutating func replace(wakingAt deadline: Duration?) -> Task<Void, Never>? {
        defer { task = nil }
        number += 1
        wakes = deadline
        return task
    }

    /// Remembers a timer's task; false if another timer has taken its place.
    package mutating func started(_ number: Int, _ task: Task<Void, Never>) -> Bool {
        guard number == self.number else { return false }
        self.task = task
        return true
    }

    /// The timer goes on until the next deadline, or ends for want of one.
    package mutating func goOn(until deadline: Duration?) {
        wakes = deadline
        if deadline == nil { task = nil }
    }
}
