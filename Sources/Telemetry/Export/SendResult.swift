#if Server

/// What became of a request.
enum SendResult: Equatable, Sendable {
    /// The collector has it, but for some items that it did not take.
    case delivered(rejected: Int, message: String)
    /// It failed for a reason that may pass.
    case failed(String, retryAfter: Duration?)
    /// The collector will not take it.
    case refused(String)
}

#endif
