/// Looks at memory; called once a tick and around each step of a reclaim cycle, so it has to be cheap.
protocol MemoryObserver: Sendable {
    func observe() -> MemoryObservation
    /// Files by which the kernel may give notice of stalls, the best first.
    var stallPaths: [String] { get }
    /// Bytes of this process in memory; nil if unknown.
    func resident() -> Int?
    /// Processor time that this process has used, all of its threads together; nil if unknown.
    func processorTime() -> Duration?
    /// Bytes that count against a limit; nil if unknown. Asked hundreds of times a second while requests come in.
    func used(against source: EffectiveLimit.Source) -> Int?
}
