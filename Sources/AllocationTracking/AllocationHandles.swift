internal import CoreMetrics
internal import Synchronization

/// The counters of a metrics system, each made once.
final class AllocationHandles: Sendable {
    struct Handles: Sendable {
        let count: Counter
        let bytes: Counter
    }

    private let factory: any MetricsFactory
    /// Few, so that looking through them is faster than hashing.
    private let known = Mutex<[(attributes: AllocationAttributes, handles: Handles)]>([])

    private static let scope = ("scope", "allocation-optimizer")

    init(_ factory: any MetricsFactory) {
        self.factory = factory
    }

    func handles(for attributes: AllocationAttributes) -> Handles {
        known.withLock { known in
            for entry in known where entry.attributes == attributes { return entry.handles }
            let type = ("type", attributes.type)
            let handles = Handles(
                count: Counter(
                    label: "memory.allocations.count",
                    dimensions: [type, attributes.dimension, Self.scope],
                    factory: factory
                ),
                bytes: Counter(label: "memory.allocations.bytes", dimensions: [type, Self.scope], factory: factory)
            )
            known.append((attributes, handles))
            return handles
        }
    }
}
