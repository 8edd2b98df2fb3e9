#if Server

import Testing

/// Waits until something is true; fails after ten minutes: other tests may keep the machine busy.
func eventually(
    _ what: Comment,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + .seconds(600)
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
