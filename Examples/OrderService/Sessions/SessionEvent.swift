#if Server

/// One request that somebody who is logged in made.
struct SessionEvent: Sendable {
    var method: String
    var path: String
    var at: ContinuousClock.Instant
}

#endif
