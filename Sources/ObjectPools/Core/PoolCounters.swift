internal import Synchronization

/// What is counted for all threads together, on slow paths alone.
struct PoolCounters: ~Copyable {
    /// Gets by threads without a record of their own, which are about to end.
    let gets = Atomic<Int>(0)
    /// Objects given back that no thread kept for itself. Beyond ``closedMark``: after the pool was gone.
    let puts = Atomic<Int>(0)
    let news = Atomic<Int>(0)
    private let full = Atomic<Int>(0)
    private let oversize = Atomic<Int>(0)
    private let expired = Atomic<Int>(0)
    private let pressure = Atomic<Int>(0)
    private let drained = Atomic<Int>(0)
    private let invalid = Atomic<Int>(0)
    private let bypassed = Atomic<Int>(0)

    static let closedMark = 1 << 62

    func discard(_ objects: Int, _ reason: DiscardReason) {
        switch reason {
        case .full: full.wrappingAdd(objects, ordering: .relaxed)
        case .oversize: oversize.wrappingAdd(objects, ordering: .relaxed)
        case .expired: expired.wrappingAdd(objects, ordering: .relaxed)
        case .pressure: pressure.wrappingAdd(objects, ordering: .relaxed)
        case .drained: drained.wrappingAdd(objects, ordering: .relaxed)
        case .invalid: invalid.wrappingAdd(objects, ordering: .relaxed)
        case .bypassed: bypassed.wrappingAdd(objects, ordering: .relaxed)
        }
    }

    var discards: PoolDiscards {
        PoolDiscards(
            full: full.load(ordering: .relaxed),
            oversize: oversize.load(ordering: .relaxed),
            expired: expired.load(ordering: .relaxed),
            pressure: pressure.load(ordering: .relaxed),
            drained: drained.load(ordering: .relaxed),
            invalid: invalid.load(ordering: .relaxed),
            bypassed: bypassed.load(ordering: .relaxed)
        )
    }
}
