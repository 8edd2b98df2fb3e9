/// Calls a closure again and again on the shared thread pool, and tells how late each call comes.
struct Heartbeat: Sendable {
    /// Time between two beats; what is shorter than a millisecond counts as one.
    let interval: Duration

    /// Until the task is cancelled. A beat that comes later than the next is due takes its place: none is caught up on.
    /// - Parameters:
    ///   - first: When the first beat is due; by default after an interval.
    ///   - body: Is told how late it is called.
    func beat(first: Duration? = nil, _ body: (Duration) -> Void) async {
        let clock = ContinuousClock()
        let interval = max(interval, .milliseconds(1))
        var due = clock.now.advanced(by: first ?? interval)
        while !Task.isCancelled {
            do {
                try await clock.sleep(until: due, tolerance: .zero)
            } catch {
                return
            }
            let delay = due.duration(to: clock.now)
            body(max(delay, .zero))
            due = max(due.advanced(by: interval), clock.now)
        }
    }
}
