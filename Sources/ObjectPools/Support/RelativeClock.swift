/// A clock of any kind, read as the time since this value was made.
///
/// Erases the clock's type of instants, so that what is remembered of objects and waiters does not depend on it.
// Usable from inline, as ``Lock`` is: requests ask for the time.
@usableFromInline
package struct RelativeClock: Sendable {
    /// The time since this value was made.
    @usableFromInline
    package let now: @Sendable () -> Duration
    @usableFromInline let sleepUntil: @Sendable (Duration) async throws -> Void

    @inlinable
    package init<Source: Clock>(_ clock: Source) where Source.Duration == Duration {
        let origin = clock.now
        now = { origin.duration(to: clock.now) }
        sleepUntil = { try await clock.sleep(until: origin.advanced(by: $0), tolerance: nil) }
    }

    /// Sleeps until ``now`` has reached a value, or for an hour: the system's clocks cannot stand instants that are
    /// centuries away, and a caller may give such a timeout for "any time".
    ///
    /// - Throws: `CancellationError` if the task is cancelled before.
    package func sleep(until time: Duration) async throws {
        try await sleepUntil(min(time, now() + .seconds(3_600)))
    }

    /// The time when a timeout that starts now is over.
    package func deadline(after timeout: Duration, from now: Duration) -> Duration {
        // Bounded so that the sum cannot overflow; 2^40 seconds are 35,000 years.
        now + min(max(timeout, .zero), .seconds(1 << 40))
    }
}
