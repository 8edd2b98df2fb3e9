#if Server

/// Why something was not sent. The names are values of the attribute `reason`.
enum DropReason: String, CaseIterable, Sendable {
    /// As much as the queue holds was waiting.
    case queueFull = "queue_full"
    /// The collector did not take it for as long as the retries go on.
    case retriesExhausted = "retries_exhausted"
    /// The collector refused it for a reason that will not pass.
    case rejected
    /// The collector took the rest of the request.
    case partialSuccess = "partial_success"
    /// The service ended before the collector took it.
    case shutdown
}

#endif
