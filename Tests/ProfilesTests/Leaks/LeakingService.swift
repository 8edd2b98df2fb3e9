import Foundation

/// Ways to leak.
enum LeakingService: String, CaseIterable, Sendable {
    case slow, fast, startsLate, underDiurnalLoad, amongChurn, besideCache, largeBlocks, growingArray, growingArrayLater

    var isDiurnal: Bool { self == .underDiurnalLoad }

    func memory(seed: UInt64) -> SimulatedMemory {
        let minute = SimulatedMemory.minute
        let hour = SimulatedMemory.hour
        var memory = SimulatedMemory(seed: seed, hours: self == .underDiurnalLoad ? 30 : 8)
        let never = SimulatedMemory.never
        switch self {
        case .slow: memory.add(perMinute: 0.2) { _ in never }
        case .fast: memory.add(perMinute: 10) { _ in never }
        case .startsLate:
            memory.add(perMinute: 2) { $0.wait(mean: 5 * minute) }
            memory.add(from: 5 * hour, perMinute: 2) { _ in never }
        case .underDiurnalLoad:
            memory.add(most: 1, perMinute: { 0.5 * (1 + 0.8 * sin(2 * .pi * $0 / (24 * hour))) }) { _ in never }
        case .amongChurn:
            memory.add(perMinute: 30) { $0.wait(mean: 30) }
            memory.add(perMinute: 0.5) { _ in never }
        case .besideCache:
            memory.add(perMinute: 10) { _ in 15 * minute }
            memory.add(perMinute: 1) { _ in never }
        case .largeBlocks:
            memory.add(perMinute: 0.3) { _ in never }
            for number in memory.blocks.indices {
                (memory.blocks[number].objects, memory.blocks[number].bytes) = (1, 4_194_304)
            }
        case .growingArray:
            memory.addStorage(from: 0, bytesPerSecond: memory.between(200...5_000), until: memory.duration)
        case .growingArrayLater:
            memory.addStorage(from: 3 * hour, bytesPerSecond: memory.between(500...5_000), until: memory.duration)
        }
        return memory
    }
}
