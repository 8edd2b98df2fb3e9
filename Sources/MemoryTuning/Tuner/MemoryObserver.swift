/// Looks at memory; called once a tick and around each step of a reclaim cycle, so it has to be cheap.
protocol MemoryObserver: Sendable {
    func observe() -> MemoryObservation
    /// Bytes of this process in memory; nil if unknown.
    func resident() -> Int?
}
