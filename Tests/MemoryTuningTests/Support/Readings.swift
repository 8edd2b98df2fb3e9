import Synchronization

@testable import MemoryTuning

/// Statistics that are read one after the other; the last one again and again.
final class Readings: Sendable {
    private let readings: [MemoryStatistics]
    private let place = Atomic(0)

    init(_ readings: [MemoryStatistics]) { self.readings = readings }

    func next() -> MemoryStatistics {
        let index = place.add(1, ordering: .relaxed).oldValue
        return readings[min(index, readings.count - 1)]
    }
}
