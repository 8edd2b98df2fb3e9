internal import ObjectPools

/// Who is let in, who waits, and who is turned away. Knows no clock and no tasks.
struct AdmissionState {
    typealias Answer = AdmissionQueue.Answer
    typealias Applicant = AdmissionQueue.Applicant

    enum Decision: Hashable {
        case admitted
        case refused(AdmissionRefusal.Code)
        case waits
    }

    private enum Room {
        case enough
        /// There may be some for work that has no body.
        case noneForBodies
        case none
    }

    /// More than any body has, and so few that no sum of them is too large a number: whoever asks may claim anything.
    private static let mostBytes = 1 << 40
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
    /// Of the bodies under way that need room of their own.
    private var bodyBytes = 0
    /// Pieces under way that are essential: they come and go whatever there is memory for.
    private var essential = 0
    private var queue = AdmissionQueue()

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
        let line = AdmissionQueue.Line(priority: priority, needsBodyRoom: needsBodyRoom(bytes))
        queue.append(applicant, at: .init(line: line, bytes: bytes))
        statistics.waiting = queue.count
    }

    /// Takes out one who no longer wants to; false if it has its answer already.
    mutating func cancel(_ applicant: Applicant) -> Bool {
        guard applicant.phase == .queued else { return false }
        queue.remove(applicant)
        statistics.waiting = queue.count
        return true
    }

    mutating func ended(_ priority: AdmissionPriority, bytes: Int, now: Duration) {
        // A window that is not what others wait for need not be wider.
        let othersWait = statistics.waiting > 0 && working >= window.size
        statistics.underWay -= 1
        if priority == .essential { essential -= 1 }
        if needsBodyRoom(bytes) { bodyBytes -= bytes }
        window.ended(othersWait: othersWait, at: now, scarcity)
    }

    /// Those who have an answer now.
    mutating func answer(now: Duration) -> [(Applicant, Answer)] {
        var answers: [(Applicant, Answer)] = []
        func refuse(_ applicant: Applicant, _ code: AdmissionRefusal.Code) {
            queue.remove(applicant)
            statistics.refused[code, default: 0] += 1
            answers.append((applicant, configuration.refusal(code)))
        }
        while let applicant = queue.popExpired(at: now) { refuse(applicant, .waitedTooLong) }
        for priority in AdmissionPriority.allCases where isTurnedAway(priority) {
            while let (applicant, _) = queue.first(priority) { refuse(applicant, .pressure) }
        }
        var hasBodyRoom = true
        admitting: for priority in AdmissionPriority.allCases.reversed() {
            while let (applicant, place) = queue.first(priority, hasBodyRoom: hasBodyRoom) {
                guard !isHopeless(place.bytes) else {
                    refuse(applicant, .pressure)
                    continue
                }
                switch roomFor(priority, bytes: place.bytes) {
                case .enough:
                    queue.remove(applicant)
                    admit(priority, bytes: place.bytes, now: now)
                    answers.append((applicant, nil))
                case .noneForBodies:
                    hasBodyRoom = false
                case .none:
                    // Nobody overtakes one who matters more: small ones would keep a large one out for ever.
                    if working >= window.size { window.waits(at: now, scarcity) }
                    break admitting
                }
            }
        }
        statistics.waiting = queue.count
        return answers
    }

    private func decide(_ priority: AdmissionPriority, bytes: Int) -> Decision {
        if priority == .essential { return .admitted }
        if let largestBody, bytes > largestBody { return .refused(.tooLarge) }
        if isTurnedAway(priority) || isHopeless(bytes) { return .refused(.pressure) }
        if isFirst(priority, bytes: bytes), roomFor(priority, bytes: bytes) == .enough { return .admitted }
        if priority == .normal, room.isShedding { return .refused(.pressure) }
        // Many who matter less must not keep out those who matter more.
        return queue.count(from: priority) >= configuration.maximumWaiting ? .refused(.tooManyWaiting) : .waits
    }

    private func isTurnedAway(_ priority: AdmissionPriority) -> Bool { priority == .low && room.pressure > .nominal }

    /// Whether a body does not fit even if there were no other: whoever waited for that would wait in vain.
    private func isHopeless(_ bytes: Int) -> Bool {
        needsBodyRoom(bytes) && bodyBudget.map { bytes > $0 } ?? false
    }

    /// Nobody overtakes one who waits with the same priority or a higher one, unless that one waits for what this one does not
    /// need: a few large bodies that never come must not keep all others out.
    private func isFirst(_ priority: AdmissionPriority, bytes: Int) -> Bool {
        guard queue.count > 0 else { return true }
        for other in AdmissionPriority.allCases where other >= priority {
            if queue.first(other, hasBodyRoom: false) != nil { return false }
            guard let (_, place) = queue.first(other) else { continue }
            if needsBodyRoom(bytes) || roomFor(other, bytes: place.bytes) != .noneForBodies { return false }
        }
        return true
    }

    private mutating func admit(_ priority: AdmissionPriority, bytes: Int, now: Duration) {
        statistics.admitted += 1
        statistics.underWay += 1
        if priority == .essential { essential += 1 }
        if needsBodyRoom(bytes) { bodyBytes += bytes }
        window.started(underWay: working, at: now, scarcity)
    }

    private func roomFor(_ priority: AdmissionPriority, bytes: Int) -> Room {
        // Alone it does least harm, and memory that no work holds must not keep all work out.
        let isAlone = working == 0
        if room.isShedding, priority < .high {
            guard priority == .normal, isAlone else { return .none }
            return bytes <= Self.smallBytes || bytes <= spareBytes ? .enough : .noneForBodies
        }
        if needsBodyRoom(bytes), let bodyBudget, bodyBytes + bytes > bodyBudget { return .noneForBodies }
        if isAlone { return .enough }
        if scarcity == .critical { return .none }
        if !room.isLimited, scarcity == .nominal { return .enough }
        return working < min(window.size, affordable) ? .enough : .none
    }

    /// Whether a body needs room of its own: by a budget that was set each does.
    private func needsBodyRoom(_ bytes: Int) -> Bool { bytes > (configuration.bodyBytes == nil ? Self.smallBytes : 0) }

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
        return EffectiveLimit.share(configuration.share, of: max(limit - base, 0))
    }

    /// Bytes that bodies may take at present; nil for any.
    private var bodyBudget: Int? { configuration.bodyBytes ?? free }

    /// Bytes above which a body will never be let in, however little is in use; nil for any.
    private var largestBody: Int? {
        configuration.bodyBytes ?? room.limit.map { EffectiveLimit.share(configuration.share, of: $0) }
    }
}
