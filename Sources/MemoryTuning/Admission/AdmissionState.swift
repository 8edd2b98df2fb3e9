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

    /// More than any body has, and so few that no sum of them is too large a number: whoever asks may claim anything.
    private static let mostBytes = 1 << 44
    /// Bodies up to this take no more than a request without one.
    private static let smallBytes = 64 << 10

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

    /// Bytes that a body counts for. Nobody checks what essential work claims, so that it must not keep others out.
    static func counted(_ bytes: Int, _ priority: AdmissionPriority) -> Int {
        priority == .essential ? 0 : min(max(bytes, 0), mostBytes)
    }

    var waiting: Int { queues.values.reduce(0) { $0 + $1.count } }

    /// Pieces under way, but for essential ones.
    private var working: Int { statistics.underWay - essential }

    mutating func look(at room: MemoryRoom, now: Duration) {
        self.room = room
        scarcity = room.scarcity(thresholds)
        if let used = room.used { cost.sample(used: used, underWay: working, at: now) }
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

    mutating func enqueue(_ applicant: Applicant, _ priority: AdmissionPriority, bytes: Int, now: Duration) {
        if statistics.waiting == 0 { window.waitBegins(at: now) }
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

    mutating func ended(_ priority: AdmissionPriority, bytes: Int, now: Duration) {
        statistics.underWay -= 1
        if priority == .essential { essential -= 1 }
        bodyBytes -= bytes
        window.ended(othersWait: statistics.waiting > 0, at: now, scarcity)
    }

    /// Those who have an answer now.
    mutating func answer(now: Duration) -> [(Applicant, Answer)] {
        var answers: [(Applicant, Answer)] = []
        func refuse(_ applicant: Applicant, _ code: AdmissionRefusal.Code) {
            sizes[ObjectIdentifier(applicant)] = nil
            statistics.refused[code, default: 0] += 1
            answers.append((applicant, refusal(code)))
        }
        if room.pressure > .nominal {
            while let applicant = queues[.low]?.popFirst() { refuse(applicant, .pressure) }
        }
        var isBlocked = false
        for priority in AdmissionPriority.allCases.reversed() {
            while let applicant = queues[priority]?.popExpired(at: now) { refuse(applicant, .waitedTooLong) }
            // Nobody overtakes one with a higher priority: small ones would keep a large one out for ever.
            while !isBlocked, let applicant = queues[priority]?.first {
                let bytes = sizes[ObjectIdentifier(applicant)] ?? 0
                guard hasRoom(priority, bytes: bytes) else {
                    isBlocked = true
                    break
                }
                _ = queues[priority]?.popFirst()
                sizes[ObjectIdentifier(applicant)] = nil
                admit(priority, bytes: bytes, now: now)
                answers.append((applicant, nil))
            }
        }
        statistics.waiting = waiting
        if isBlocked { window.waits(at: now, scarcity) }
        return answers
    }

    func refusal(_ code: AdmissionRefusal.Code) -> AdmissionRefusal {
        AdmissionRefusal(code: code, retryAfter: configuration.retryAfter)
    }

    private func decide(_ priority: AdmissionPriority, bytes: Int) -> Decision {
        if priority == .essential { return .admitted }
        if let largestBody, bytes > largestBody { return .refused(.tooLarge) }
        if priority == .low, room.pressure > .nominal { return .refused(.pressure) }
        // Nobody overtakes one who waits with the same priority or a higher one.
        let isFirst = queues.allSatisfy { $0.key < priority || $0.value.count == 0 }
        if isFirst, hasRoom(priority, bytes: bytes) { return .admitted }
        if priority == .normal, room.isShedding { return .refused(.pressure) }
        // Many who matter less must not keep out those who matter more.
        let waiting = queues.reduce(0) { $0 + ($1.key >= priority ? $1.value.count : 0) }
        return waiting >= configuration.maximumWaiting ? .refused(.tooManyWaiting) : .waits
    }

    private mutating func admit(_ priority: AdmissionPriority, bytes: Int, now: Duration) {
        statistics.admitted += 1
        statistics.underWay += 1
        if priority == .essential { essential += 1 }
        bodyBytes += bytes
        window.started(underWay: working, at: now, scarcity)
    }

    private func hasRoom(_ priority: AdmissionPriority, bytes: Int) -> Bool {
        // Alone it does least harm, and memory that no work holds must not keep all work out.
        let isAlone = working == 0
        let isSmall = bytes <= Self.smallBytes
        if room.isShedding, priority < .high {
            return priority == .normal && isAlone && (isSmall || bytes <= spareBytes)
        }
        if bytes > 0, let bodyBudget, bodyBytes + bytes > bodyBudget { return isAlone && isSmall }
        if isAlone { return true }
        if scarcity == .critical { return false }
        if !room.isLimited, scarcity == .nominal { return true }
        return working < min(window.size, affordable)
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

    /// Bytes that bodies may take at present; nil for any.
    private var bodyBudget: Int? { configuration.bodyBytes ?? free }

    /// Bytes above which a body will never be let in, however little is in use; nil for any.
    private var largestBody: Int? {
        configuration.bodyBytes ?? room.limit.map { Int(Double($0) * configuration.share) }
    }
}
