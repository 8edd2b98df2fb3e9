internal import ObjectPools

/// Who is let in, who waits, and who is turned away. Knows no clock and no tasks.
struct AdmissionState {
    /// What whoever waits is resumed with; nil: let in.
    typealias Answer = AdmissionRefusal?
    typealias Applicant = Waiter<Answer>

    enum Decision: Hashable {
        case admitted
        case refused(AdmissionRefusal.Code)
        case waits
    }

    private struct Queued {
        let applicant: Applicant
        let bytes: Int
    }

    let configuration: AdmissionController.Configuration
    private(set) var statistics = AdmissionStatistics()
    private var window: AdmissionWindow
    private var cost = WorkCost()
    private let thresholds: PressureThresholds
    private var room = MemoryRoom()
    private var scarcity = MemoryPressure.nominal
    /// Bytes that work may take, and pieces that there is memory for, as of the last look: each request asks.
    private var free: Int?
    private var affordable = Int.max
    private var bodyBytes = 0
    /// Pieces under way that are essential: they come and go whatever there is memory for.
    private var essential = 0
    private var queues: [AdmissionPriority: WaiterQueue<Answer>] = [:]
    /// Bytes of the bodies of those who wait.
    private var sizes: [ObjectIdentifier: Int] = [:]

    /// - Parameter thresholds: From when on memory counts as scarce.
    init(configuration: AdmissionController.Configuration, thresholds: PressureThresholds = .default) {
        self.configuration = configuration
        self.thresholds = thresholds
        window = AdmissionWindow(initial: configuration.initialWindow)
    }

    var waiting: Int { queues.values.reduce(0) { $0 + $1.count } }

    mutating func look(at room: MemoryRoom, now: Duration) {
        self.room = room
        scarcity = room.scarcity(thresholds)
        if let used = room.used { cost.sample(used: used, underWay: statistics.underWay, at: now) }
        if scarcity == .critical { window.halve(at: now) }
        free = freeBytes
        affordable = affordablePieces
        statistics.window = window.size
        statistics.bytesPerPiece = cost.bytes
    }

    mutating func apply(_ priority: AdmissionPriority, bytes: Int, now: Duration) -> Decision {
        let decision = decide(priority, bytes: bytes)
        switch decision {
        case .admitted: admit(priority, bytes: bytes, now: now)
        case .refused(let code): statistics.refused[code, default: 0] += 1
        case .waits: break
        }
        return decision
    }

    mutating func enqueue(_ applicant: Applicant, _ priority: AdmissionPriority, bytes: Int) {
        queues[priority, default: WaiterQueue()].append(applicant)
        sizes[ObjectIdentifier(applicant)] = bytes
        statistics.waiting = waiting
    }

    /// Takes out one who no longer wants to; false if it has its answer already.
    mutating func cancel(_ applicant: Applicant, _ priority: AdmissionPriority) -> Bool {
        guard applicant.phase == .queued else { return false }
        queues[priority]?.remove(applicant)
        sizes[ObjectIdentifier(applicant)] = nil
        statistics.waiting = waiting
        return true
    }

    mutating func ended(_ priority: AdmissionPriority = .normal, bytes: Int) {
        statistics.underWay -= 1
        if priority == .essential { essential -= 1 }
        bodyBytes -= bytes
        window.ended(othersWait: statistics.waiting > 0, scarcity)
    }

    /// Those who have an answer now.
    mutating func answer(now: Duration) -> [(Applicant, Answer)] {
        var answers: [(Applicant, Answer)] = []
        for priority in AdmissionPriority.allCases.reversed() {
            while let applicant = queues[priority]?.popExpired(at: now) {
                answers.append((applicant, refusal(.waitedTooLong)))
                sizes[ObjectIdentifier(applicant)] = nil
                statistics.refused[.waitedTooLong, default: 0] += 1
            }
            while let applicant = queues[priority]?.first {
                let bytes = sizes[ObjectIdentifier(applicant)] ?? 0
                guard hasRoom(priority, bytes: bytes) else { break }
                _ = queues[priority]?.popFirst()
                sizes[ObjectIdentifier(applicant)] = nil
                admit(priority, bytes: bytes, now: now)
                answers.append((applicant, nil))
            }
        }
        statistics.waiting = waiting
        return answers
    }

    func refusal(_ code: AdmissionRefusal.Code) -> AdmissionRefusal {
        AdmissionRefusal(code: code, retryAfter: configuration.retryAfter)
    }

    private func decide(_ priority: AdmissionPriority, bytes: Int) -> Decision {
        if priority == .essential { return .admitted }
        if let bodyBudget, bytes > bodyBudget { return .refused(.tooLarge) }
        if priority == .low, room.pressure > .nominal { return .refused(.pressure) }
        // Nobody overtakes one who waits with the same priority or a higher one.
        let isFirst = queues.allSatisfy { $0.key < priority || $0.value.count == 0 }
        if isFirst, hasRoom(priority, bytes: bytes) { return .admitted }
        if priority == .normal, room.isShedding { return .refused(.pressure) }
        return waiting >= configuration.maximumWaiting ? .refused(.tooManyWaiting) : .waits
    }

    private mutating func admit(_ priority: AdmissionPriority, bytes: Int, now: Duration) {
        statistics.admitted += 1
        statistics.underWay += 1
        if priority == .essential { essential += 1 }
        bodyBytes += bytes
        window.started(underWay: statistics.underWay, at: now, scarcity)
    }

    private func hasRoom(_ priority: AdmissionPriority, bytes: Int) -> Bool {
        // Alone it does least harm, and memory that no work holds must not keep all work out.
        let isAlone = statistics.underWay == essential
        if room.isShedding, priority < .high { return priority == .normal && isAlone && bytes <= spareBytes }
        if isAlone { return true }
        if scarcity == .critical { return false }
        if let bodyBudget, bytes > 0, bodyBytes + bytes > bodyBudget { return false }
        return statistics.underWay < min(window.size, affordable)
    }

    /// If all take what the dearest took.
    private var affordablePieces: Int {
        guard let free, let bytes = cost.bytes else { return .max }
        return max(free / bytes, 1)
    }

    /// What is not in use.
    private var spareBytes: Int {
        guard let limit = room.limit, let used = room.used else { return .max }
        return max(limit - used, 0)
    }

    private var freeBytes: Int? {
        guard let limit = room.limit, let base = cost.base else { return nil }
        return Int(Double(max(limit - base, 0)) * configuration.share)
    }

    /// Bytes that bodies may take; nil for any.
    private var bodyBudget: Int? { configuration.bodyBytes ?? free }
}
