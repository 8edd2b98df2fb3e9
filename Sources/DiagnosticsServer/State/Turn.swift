#if Server

internal import Synchronization

/// What one may do at a time.
final class Turn: Sendable {
    private let isTaken = Atomic(false)

    var isFree: Bool { !isTaken.load(ordering: .relaxed) }

    /// Runs `body` if nobody else is about it; nil if somebody is.
    func take<Result>(_ body: () async throws(Refusal) -> Result) async throws(Refusal) -> Result? {
        guard !isTaken.exchange(true, ordering: .acquiring) else { return nil }
        defer { isTaken.store(false, ordering: .releasing) }
        return try await body()
    }
}

#endif
