/// The pressure now, and each change from then on.
///
/// Whoever is slow misses levels in between, never the last one. Ends with the tuner's `run()`; one that is made after that
/// ends at once, until it runs again.
public struct PressureUpdates: AsyncSequence, Sendable {
    public typealias Element = MemoryPressure
    public typealias Failure = Never

    let board: PressureBoard

    public func makeAsyncIterator() -> AsyncStream<MemoryPressure>.Iterator {
        board.subscribe().makeAsyncIterator()
    }
}
