import Randomness
import Testing

@testable import ObjectPools

/// Borrowers, lenders and jobs that do things to an ``AsyncPoolState`` in a random order, and what must hold after each.
struct RandomSchedule {
    private typealias Borrower = AsyncPoolState.Borrower

    private static let place = BorrowPlace(function: "borrow()", file: "RandomSchedule.swift", line: 1)

    private let seed: Int
    private var random: SeededGenerator
    private var state: AsyncPoolState
    private var now = Duration.zero

    private var waiting: [Borrower] = []
    private var lent: [PooledObject] = []
    private var making: [PoolJobs.Number] = []
    private var checking: [(object: PooledObject, job: PoolJobs.Number)] = []
    private var disposing: [PooledObject] = []
    private var timers: [(number: Int, wakes: Duration)] = []
    private var made = 0
    private var disposed: Set<ObjectIdentifier> = []
    private var all: [PooledObject] = []
    private var ended = false

    init(seed: Int) {
        self.seed = seed
        var random = SeededGenerator(seed: UInt64(seed))
        state = AsyncPoolState(
            limits: AsyncPoolLimits(
                maximumCount: Int.random(in: 1...4, using: &random),
                maximumWaiting: random.chance(30) ? Int.random(in: 0...3, using: &random) : nil,
                maximumAge: random.chance(30) ? .seconds(30) : nil,
                maximumIdle: random.chance(30) ? .seconds(10) : nil,
                validates: random.chance(50),
                disposes: random.chance(50)
            )
        )
        self.random = random
    }

    /// One thing happens.
    mutating func step() {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<30: borrow()
        case 30..<50: giveBack()
        case 50..<60: finishMaking()
        case 60..<70: finishChecking()
        case 70..<80: finishDisposing()
        case 80..<86: cancel()
        case 86..<96: passTime()
        case 96: change { _ = $0.evictExpired(at: $2, into: &$1) }
        case 97: change { _ = $0.giveUpAll(.pressure, at: $2, into: &$1) }
        case 98: change { _ = $0.giveUpAll(.drained, at: $2, into: &$1) }
        default:
            change {
                _ = $0.statistics; $0.serve(at: $2, into: &$1)
            }
        }
    }

    /// The pool is shut down, and all that is under way comes to an end.
    mutating func end() {
        change { $0.shutDown(at: $2, into: &$1) }
        #expect(waiting.isEmpty, "seed \(seed)")
        let waiter = Waiter<Void>()
        change { state, effects, _ in state.awaitEnd(waiter, into: &effects) }
        while !lent.isEmpty || !making.isEmpty || !checking.isEmpty || !disposing.isEmpty {
            #expect(!ended, "seed \(seed)")
            giveBack()
            finishMaking()
            finishChecking()
            finishDisposing()
        }
        #expect(ended, "seed \(seed)")
        #expect(disposed.count == made, "seed \(seed)")
        #expect(state.statistics.discards.total == made, "seed \(seed)")
    }

    // MARK: What happens

    private mutating func borrow() {
        if waiting.isEmpty, let object = state.take(for: Self.place, at: now) {
            receive(object)
            return check()
        }
        let borrower = Borrower()
        if random.chance(40) { borrower.deadline = now + .seconds(Int.random(in: 0..<8, using: &random)) }
        if random.chance(5) { change { state, effects, _ in state.cancel(borrower, into: &effects) } }
        waiting.append(borrower)
        change { $0.enqueue(borrower, at: $2, into: &$1) }
    }

    private mutating func giveBack() {
        guard let object = remove(from: \.lent) else { return }
        let conditions: [AsyncPoolState.Condition] = [.intact, .intact, .intact, .suspect, .broken]
        let condition = conditions.randomElement(using: &random) ?? .intact
        change { $0.giveBack(object, condition, at: $2, into: &$1) }
    }

    private mutating func finishMaking() {
        guard let job = remove(from: \.making) else { return }
        if random.chance(25) {
            change { $0.failedToMake(Failure(), by: job, at: $2, into: &$1) }
        } else {
            made += 1
            let object = PooledObject(element: Session(number: made), madeAt: now, idleSince: now)
            all.append(object)
            change { $0.made(object, by: job, at: $2, into: &$1) }
        }
    }

    private mutating func finishChecking() {
        guard let (object, job) = remove(from: \.checking) else { return }
        let isFit = random.chance(70)
        change { $0.checked(object, isFit: isFit, by: job, at: $2, into: &$1) }
    }

    private mutating func finishDisposing() {
        guard remove(from: \.disposing) != nil else { return }
        change { $0.disposed(at: $2, into: &$1) }
    }

    private mutating func cancel() {
        guard let borrower = waiting.randomElement(using: &random) else { return }
        change { state, effects, _ in state.cancel(borrower, into: &effects) }
        #expect(!waiting.contains { $0 === borrower }, "seed \(seed): a cancelled borrower still waits")
    }

    private mutating func passTime() {
        now += .seconds(Int.random(in: 0..<4, using: &random))
        while let index = timers.firstIndex(where: { $0.wakes <= now }) {
            let timer = timers.remove(at: index)
            change { state, effects, now in state.expireWaiters(timer: timer.number, at: now, into: &effects) }
                .map { timers.append((timer.number, $0)) }
        }
        #expect(
            !waiting.contains { $0.deadline.map { $0 <= now } ?? false },
            "seed \(seed): a borrower waits beyond its deadline"
        )
    }

    // MARK: What must hold

    @discardableResult
    private mutating func change<Result>(
        _ change: (inout AsyncPoolState, inout AsyncPoolState.Effects, Duration) -> Result
    ) -> Result {
        var effects: AsyncPoolState.Effects = []
        let result = change(&state, &effects, now)
        for effect in effects {
            switch effect {
            case .lend(let object, let borrower):
                #expect(borrower === waiting.first, "seed \(seed): not the oldest waiter")
                leave(borrower)
                receive(object)
            case .refuse(let borrower, let refusal):
                if case .timedOut = refusal { #expect(borrower.deadline.map { $0 <= now } ?? false, "seed \(seed)") }
                leave(borrower)
            case .make(let job): making.append(job)
            case .check(let object, let job): checking.append((object, job))
            case .dispose(let object):
                #expect(disposed.insert(ObjectIdentifier(object.element)).inserted, "seed \(seed): disposed of twice")
                if state.limits.disposes { disposing.append(object) }
            case .wake(let deadline, let timer): timers.append((timer, deadline))
            case .cancel: Issue.record("there are no tasks here")
            case .end: ended = true
            }
        }
        check()
        return result
    }

    private mutating func leave(_ borrower: Borrower) {
        #expect(borrower.phase == .done, "seed \(seed)")
        let index = waiting.firstIndex { $0 === borrower }
        #expect(index != nil, "seed \(seed): resumed twice")
        if let index { waiting.remove(at: index) }
    }

    private mutating func receive(_ object: PooledObject) {
        #expect(!disposed.contains(ObjectIdentifier(object.element)), "seed \(seed): lent after its disposal")
        #expect(!lent.contains { $0.element === object.element }, "seed \(seed): lent to two at once")
        lent.append(object)
    }

    private func check() {
        let statistics = state.statistics
        let underWay = making.count + checking.count
        #expect(state.count <= state.limits.maximumCount, "seed \(seed)")
        #expect(
            state.count == underWay + disposing.count + lent.count + state.idle.count,
            "seed \(seed): an object or a place was lost"
        )
        #expect(statistics.leased == lent.count, "seed \(seed)")
        #expect(state.loans.out.count == lent.count, "seed \(seed)")
        #expect(statistics.news == made, "seed \(seed)")
        #expect(statistics.discards.total == disposed.count, "seed \(seed)")
        #expect(statistics.news == statistics.retained + statistics.leased + statistics.discards.total, "seed \(seed)")
        #expect(state.waiters.count == waiting.count, "seed \(seed)")
        #expect(
            waiting.count <= underWay || state.idle.isEmpty && state.count == state.limits.maximumCount,
            "seed \(seed): a borrower waits for nothing"
        )
    }

    private mutating func remove<Thing>(from things: WritableKeyPath<RandomSchedule, [Thing]>) -> Thing? {
        guard let index = self[keyPath: things].indices.randomElement(using: &random) else { return nil }
        return self[keyPath: things].remove(at: index)
    }
}
