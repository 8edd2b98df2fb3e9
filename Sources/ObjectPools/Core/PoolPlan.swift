/// How a pool serves one synchronous use that left the fast path.
@usableFromInline
enum PoolPlan {
    /// As always.
    case pooled
    /// As always, and measured.
    case timedPooled
    /// With an object made for this use and destroyed after it, because pooling does not pay.
    case fresh
    /// The same, to measure what that costs.
    case timedFresh
}
