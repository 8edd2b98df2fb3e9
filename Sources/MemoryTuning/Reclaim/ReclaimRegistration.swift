/// Says that a cache takes part in reclaiming.
public struct ReclaimRegistration: Sendable {
    let number: Int
    let tuner: MemoryTuner

    /// Takes the cache out. A cycle under way may still ask it.
    public func cancel() { tuner.remove(number) }
}
