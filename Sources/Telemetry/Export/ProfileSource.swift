#if Server

internal import Profiles

/// Takes profiles of this process; nil takes none.
struct ProfileSource: Sendable {
    let heap: (@Sendable () async -> HeapProfile?)?
    let cpu: (@Sendable () async -> CPUProfile?)?

    /// Whether any can be taken.
    var isEmpty: Bool { heap == nil && cpu == nil }
}

#endif
