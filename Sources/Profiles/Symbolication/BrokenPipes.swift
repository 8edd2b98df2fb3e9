internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Keeps SIGPIPE from ending this process while it writes to a child that may have died.
enum BrokenPipes {
    private struct State {
        var users = 0
        var previous = sigaction()
    }

    private static let state = Mutex(State())

    /// Ignores the signal until the matching ``restore()``; the pairs may overlap.
    static func ignore() {
        state.withLock { state in
            if state.users == 0 {
                sigaction(SIGPIPE, nil, &state.previous)
                _ = signal(SIGPIPE, SIG_IGN)
            }
            state.users += 1
        }
    }

    static func restore() {
        state.withLock { state in
            state.users -= 1
            if state.users == 0 { sigaction(SIGPIPE, &state.previous, nil) }
        }
    }
}
