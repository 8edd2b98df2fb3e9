import Profiles
import Profiling

/// CPU profiling: what the process computes during a while, for `go tool pprof`.
public func processorProfile(for duration: Duration) async throws -> [UInt8] {
    let profile = try await CPUProfiler.profile(for: duration)
    return try await profile.symbolicated(by: Symbolicator()).pprof()
}

/// `go.goroutines.count`: tasks that have not ended; nil where they cannot be watched.
public func liveTasks() -> Int? {
    LiveTasks.watch()
    return LiveTasks.count
}
