#if Server

import Testing

/// Waits until something is true; fails after a minute.
func eventually(
    _ what: Comment,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + .seconds(60)
    while try await !condition() {
        guard ContinuousClock.now < end else {
            Issue.record(what, sourceLocation: sourceLocation)
            throw NeverTrue()
        }
        try await Task.sleep(for: .milliseconds(5))
    }
}

struct NeverTrue: Error {}

#endif
