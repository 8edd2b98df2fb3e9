import Profiles
import Randomness

/// The sampled blocks of one line of a service whose time is made up.
struct SimulatedMemory {
    struct Block {
        var born: Double
        /// After the end for what is never freed.
        var died: Double
        var bytes = 524_288.0
        /// 1 for a block so large that each is sampled.
        var objects = 1_000.0
    }

    var blocks: [Block] = []
    var generator: SeededGenerator
    let duration: Double

    static let never = Double.infinity
    static let minute = 60.0
    static let hour = 3_600.0

    init(seed: UInt64, hours: Double) {
        generator = SeededGenerator(seed: seed)
        duration = hours * Self.hour
    }

    /// An exponential waiting time.
    mutating func wait(mean: Double) -> Double {
        -mean * Double.random(in: Double.leastNonzeroMagnitude..<1, using: &generator).logarithm
    }

    mutating func between(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &generator) }

    /// Blocks made at random times.
    /// - Parameters:
    ///   - perMinute: On average, by time.
    ///   - most: What `perMinute` never exceeds.
    ///   - life: Seconds that a block lives.
    mutating func add(
        from start: Double = 0,
        to end: Double? = nil,
        most: Double,
        perMinute: (Double) -> Double,
        life: (inout SimulatedMemory) -> Double
    ) {
        var time = start
        while true {
            time += wait(mean: Self.minute / most)
            guard time < end ?? duration else { return }
            if between(0...most) <= perMinute(time) { blocks.append(Block(born: time, died: time + life(&self))) }
        }
    }

    mutating func add(
        from start: Double = 0,
        to end: Double? = nil,
        perMinute: Double,
        life: (inout SimulatedMemory) -> Double
    ) {
        add(from: start, to: end, most: perMinute, perMinute: { _ in perMinute }, life: life)
    }

    /// Storage that doubles as it fills.
    mutating func addStorage(from start: Double, bytesPerSecond: Double, until end: Double) {
        var (time, size) = (start, 65_536.0)
        while time < end {
            let next = start + size / bytesPerSecond
            blocks.append(Block(born: time, died: next < end ? next : Self.never, bytes: size, objects: 1))
            (time, size) = (next, size * 2)
        }
    }

    static let subject = LeakSubject(type: "Service.Thing", function: "Service.make()", file: "Service.swift", line: 7)

    /// The work done until a time of a service whose load is 1 + 0.8 sin over the day.
    private static func diurnalLoad(_ time: Double) -> Double {
        let turn = 2 * Double.pi / (24 * hour)
        return time + 0.8 * (1 - (turn * time).cosine) / turn
    }

    /// Looks once every few minutes, as a detector does, and asks twice an hour.
    func findings(every interval: Double = 5 * minute, isDiurnal: Bool) -> [[LeakFinding]] {
        var history = LeakHistory()
        var found: [[LeakFinding]] = []
        let analysis = LeakAnalysis()
        for number in 1...Int(duration / interval) {
            let time = Double(number) * interval
            let live = blocks.filter { $0.born <= time && time < $0.died }
                .map { LeakBlock(allocatedTime: $0.born, objects: $0.objects, bytes: $0.bytes) }
            let bytes = live.reduce(64 << 20) { $0 + Int($1.bytes) }
            history.add(
                LeakLook(
                    time: time,
                    load: isDiurnal ? Self.diurnalLoad(time) : time,
                    liveBytes: bytes,
                    memoryLimit: 4 << 30,
                    blocks: live.isEmpty ? [:] : [Self.subject: live]
                )
            )
            if number % 6 == 0 { found.append(analysis.findings(in: history)) }
        }
        return found
    }
}
