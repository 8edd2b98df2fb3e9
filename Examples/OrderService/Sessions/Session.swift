#if Server

/// Somebody who is logged in, and what they last asked for.
final class Session {
    /// How many of the latest requests a session remembers.
    static let historyCapacity = 256

    let customer: String
    private(set) var lastUsed: ContinuousClock.Instant
    /// A ring: the next event takes the place of the oldest one.
    private var history: [SessionEvent?]
    private var eventCount = 0

    // Not inlined, so that a profile shows this initialiser as a frame of its own.
    @inline(never)
    init(customer: String, now: ContinuousClock.Instant) {
        self.customer = customer
        self.lastUsed = now
        history = Array(repeating: nil, count: Self.historyCapacity)  // 12 KiB: with `--leak-sessions` this leaks
    }

    /// Remembers a request.
    func record(_ event: SessionEvent) {
        history[eventCount % Self.historyCapacity] = event
        eventCount += 1
        lastUsed = event.at
    }
}

#endif
