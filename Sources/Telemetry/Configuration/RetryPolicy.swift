#if Server

/// When a request is sent again that failed for a reason that may pass.
///
/// The pause grows with each failure, and a random part is taken from it, so that many processes do not come back at
/// once. A server's `Retry-After` takes its place.
public struct RetryPolicy: Hashable, Sendable {
    /// The first pause.
    public var initialDelay = Duration.seconds(1)
    /// The longest pause, also where a server asks for a longer one.
    public var maximumDelay = Duration.seconds(30)
    /// How much longer each pause is than the one before.
    public var factor = 1.5
    /// How long one batch is tried for. Then it is dropped and counted, and what is newer gets its turn.
    public var maximumElapsed = Duration.seconds(300)

    public init() {}

    /// 1 s, growing to 30 s, for 5 minutes: what OpenTelemetry's collector does.
    public static var `default`: RetryPolicy { RetryPolicy() }

    /// - Parameters:
    ///   - failures: How often it failed so far, at least 1.
    ///   - random: 0 to 1.
    func delay(afterFailures failures: Int, retryAfter: Duration?, random: Double) -> Duration {
        if let retryAfter { return max(.zero, min(retryAfter, maximumDelay)) }
        var delay = initialDelay
        var remaining = failures - 1
        while remaining > 0, delay < maximumDelay, factor > 1 {
            delay = delay * factor
            remaining -= 1
        }
        return min(delay, maximumDelay) * (0.5 + random / 2)
    }
}

#endif
