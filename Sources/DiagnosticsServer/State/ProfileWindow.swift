#if Server

internal import Profiles

/// A while whose growth is asked for.
struct ProfileWindow: Sendable {
    /// Seconds since 1970.
    var startTime: Double
    /// Memory when it began.
    var before: HeapProfile
    /// Seconds since 1970; nil while it goes on.
    var endTime: Double?
    var after: HeapProfile?
}

#endif
