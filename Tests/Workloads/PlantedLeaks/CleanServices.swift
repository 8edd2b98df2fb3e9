import ObjectPools

final class Entry {
    var fields: (Int, Int, Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0, 0, 0)
}

/// Ten ways to hold memory that are no leaks.
final class CleanServices {
    private let seconds: Double
    private let constant = (0..<20_000).map { _ in Entry() }
    private var warmUp: [Entry] = []
    private var recent: [Entry] = []
    private var oldest = 0
    private var random: [Entry?] = Array(repeating: nil, count: 512)
    private var byKey: [Int: Entry] = [:]
    private var rush: [Entry] = []
    private var configuration: [Entry] = []
    private var scratch: [Int] = []
    private var sessions: [(end: Double, entry: Entry)] = []
    private let buffers = ObjectPool<Connection>(name: "clean connections")
    private var generator = SystemRandomNumberGenerator()

    init(seconds: Double) {
        self.seconds = seconds
    }

    func handle(_ number: Int, at time: Double) {
        let part = time / seconds
        // 1: big constant state was made with self. 2: warm-up.
        if part < 0.1 { for _ in 0..<20 { warmUp.append(Entry()) } }
        // 3: a cache of the latest.
        for _ in 0..<2 { leastRecentlyUsed() }
        // 4: a cache that replaces at random.
        for _ in 0..<4 { random[Int.random(in: 0..<random.count, using: &generator)] = Entry() }
        // 5: as many entries as there are keys.
        byKey[Int.random(in: 0..<200, using: &generator), default: Entry()].fields.0 += 1
        // 6: bursts.
        if Int(part * 20) % 5 == 2 { for _ in 0..<10 { rush.append(Entry()) } } else { rush = [] }
        // 7: load that rises and falls twice, with sessions that last a little.
        let load = part * 2 - (part * 2).rounded(.down)
        for _ in 0..<Int(1 + 10 * min(load, 1 - load)) { sessions.append((time + seconds / 20, Entry())) }
        sessions.removeAll { $0.end < time }
        // 8: a configuration that is read anew ten times.
        if configuration.isEmpty || Int(part * 10) != configuration[0].fields.0 {
            configuration = (0..<500).map { _ in Entry() }
            configuration[0].fields.0 = Int(part * 10)
        }
        // 9: a pool under a load that varies.
        if number % 100 < 20 {
            let one = buffers.borrow()
            let two = buffers.borrow()
            let three = buffers.borrow()
            _ = consume one
            _ = consume two
            _ = consume three
        }
        // 10: storage that is as large as the largest request.
        scratch.removeAll(keepingCapacity: true)
        scratch.append(contentsOf: repeatElement(0, count: Int.random(in: 10...2000, using: &generator)))
    }

    private func leastRecentlyUsed() {
        if recent.count < 600 {
            recent.append(Entry())
        } else {
            recent[oldest] = Entry()
            oldest = (oldest + 1) % recent.count
        }
    }
}
