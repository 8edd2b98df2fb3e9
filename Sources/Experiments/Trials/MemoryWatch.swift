/// Follows a server's memory, CPU time and faults while load is on it.
struct MemoryWatch {
    private var memory: GroupMemory
    private(set) var start = Clock.now
    private var stop: Double?
    private var usedBefore: (cpuSeconds: Double, faults: Int)?
    private var usedAfter: (cpuSeconds: Double, faults: Int)?
    private(set) var samples: [ResidentSample] = []

    init(group: Int32) {
        memory = GroupMemory(group: group)
    }

    /// From now on it counts: what came before warmed up.
    mutating func begin() {
        start = Clock.now
        usedBefore = memory.used()
    }

    mutating func sample() {
        guard let bytes = memory.resident() else { return }
        samples.append(ResidentSample(time: Clock.now - start, bytes: bytes))
    }

    /// The load has ended.
    mutating func end() {
        sample()
        stop = Clock.now
        usedAfter = memory.used()
    }

    /// Seconds of load.
    var elapsed: Double { (stop ?? Clock.now) - start }
    /// The most while the load was on; the kernel's own mark would hold the start-up, too.
    var peak: Int? { samples.filter { $0.time <= elapsed }.map(\.bytes).max() }
    /// What it has at last: the median of the last samples, which a collection in between does not move.
    var last: Int? { samples.suffix(5).map { Double($0.bytes) }.median.map { Int($0) } }

    var cpuSeconds: Double? {
        guard let usedBefore, let usedAfter else { return nil }
        return max(0, usedAfter.cpuSeconds - usedBefore.cpuSeconds)
    }

    var faults: Int? {
        guard let usedBefore, let usedAfter else { return nil }
        return max(0, usedAfter.faults - usedBefore.faults)
    }

    /// Every so manyth sample.
    func thinned(to most: Int) -> [ResidentSample] {
        let step = max(1, (samples.count + most - 1) / most)
        return stride(from: 0, to: samples.count, by: step).map { samples[$0] }
    }
}
