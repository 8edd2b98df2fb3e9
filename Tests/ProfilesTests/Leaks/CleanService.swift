import Foundation

/// Ways in which services hold memory that are no leaks.
enum CleanService: String, CaseIterable, Sendable {
    case warmUp, constantState, leastRecentlyUsedCache, randomCache, finiteKeys, pool, diurnalRequests, diurnalSessions
    case bursts, nightlyBatch, reload, churn, growingBufferInWarmUp, largestRequestSeen

    /// Whether its load follows the time of day.
    var isDiurnal: Bool { self == .diurnalRequests || self == .diurnalSessions }

    private static func pace(_ time: Double) -> Double {
        1 + 0.8 * sin(2 * Double.pi * time / (24 * SimulatedMemory.hour))
    }

    func memory(seed: UInt64) -> SimulatedMemory {
        let minute = SimulatedMemory.minute
        let hour = SimulatedMemory.hour
        var memory = SimulatedMemory(seed: seed, hours: isDiurnal ? 36 : 8)
        // Each service is another one: sizes and times are drawn.
        let size = memory.between(40...300)
        switch self {
        case .warmUp:
            let end = memory.between(2...10) * minute
            memory.add(to: end, perMinute: size / end * 60) { _ in SimulatedMemory.never }
            memory.add(perMinute: 5) { $0.wait(mean: 30) }
        case .constantState:
            memory.add(to: 20, perMinute: size * 3) { _ in SimulatedMemory.never }
        case .leastRecentlyUsedCache:
            let life = memory.between(2...20) * minute
            memory.add(perMinute: size / life * 60) { _ in life }
        case .randomCache:
            let life = memory.between(2...12) * minute
            memory.add(perMinute: size / life * 60) { $0.wait(mean: life) }
        case .finiteKeys:
            let fill = memory.between(2...10) * minute
            memory.add(most: size / fill * 60, perMinute: { size / fill * 60 * exp(-$0 / fill) }) { _ in
                SimulatedMemory.never
            }
        case .pool:
            // What a rush needs is kept for a while, and then given back.
            var time = 0.0
            while time < memory.duration {
                let rush = memory.wait(mean: 20 * minute)
                let end = time + rush + memory.between(5...15) * minute
                memory.add(from: time + rush, to: time + rush + 60, perMinute: size / 2) { $0.between(0...300) + end }
                time = end
            }
            for number in memory.blocks.indices { memory.blocks[number].died -= memory.blocks[number].born }
        case .diurnalRequests:
            memory.add(most: 4, perMinute: { 2 * Self.pace($0) }) { $0.wait(mean: 4 * minute) }
        case .diurnalSessions:
            let life = memory.between(10...45) * minute
            memory.add(most: 4, perMinute: { 2 * Self.pace($0) }) { _ in life }
        case .bursts:
            var time = 0.0
            while time < memory.duration {
                time += memory.wait(mean: 40 * minute)
                let end = time + memory.between(1...8) * minute
                memory.add(from: time, to: end, perMinute: size / 4) { _ in 0 }
                for number in memory.blocks.indices where memory.blocks[number].born >= time {
                    memory.blocks[number].died = end
                }
                time = end
            }
        case .nightlyBatch:
            memory.add(perMinute: 2) { $0.wait(mean: minute) }
            for start in stride(from: 2 * hour, to: memory.duration, by: 3 * hour) {
                let end = start + memory.between(5...15) * minute
                memory.add(from: start, to: end, perMinute: size / 5) { _ in 0 }
                for number in memory.blocks.indices where memory.blocks[number].died == memory.blocks[number].born {
                    memory.blocks[number].died = end
                }
            }
        case .reload:
            let pause = memory.between(10...45) * minute
            for start in stride(from: 0, to: memory.duration, by: pause) {
                memory.add(from: start, to: start + 30, perMinute: size) { _ in pause }
            }
        case .churn:
            memory.add(perMinute: 40) { $0.wait(mean: 5) }
        case .growingBufferInWarmUp:
            memory.addStorage(
                from: 0,
                bytesPerSecond: memory.between(2e4...2e5),
                until: memory.between(3...10) * minute
            )
        case .largestRequestSeen:
            // The buffer is as large as the largest request so far, doubled as arrays are.
            var (time, capacity, largest, start) = (0.0, 65_536.0, 0.0, 0.0)
            while time < memory.duration {
                time += memory.wait(mean: 5)
                largest = max(largest, memory.wait(mean: 400_000))
                guard largest > capacity else { continue }
                memory.blocks.append(.init(born: start, died: time, bytes: capacity, objects: 1))
                while capacity < largest { capacity *= 2 }
                start = time
            }
            memory.blocks.append(.init(born: start, died: SimulatedMemory.never, bytes: capacity, objects: 1))
        }
        return memory
    }
}
