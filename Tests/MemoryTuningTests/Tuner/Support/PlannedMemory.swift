@testable import MemoryTuning
import ObjectPools

/// Memory as a test wants it: what is in use, and what each step gives back.
///
/// All of it is behind a lock.
final class PlannedMemory: MemoryObserver, ReclaimActions, @unchecked Sendable {
    private let lock = Lock()
    private var observation: MemoryObservation
    private var yields: [ReclaimStep: Int]
    private var runs: [ReclaimStep: Int] = [:]
    private var processor: Duration? = .zero
    private var unreadableAfter: ReclaimStep?
    private var lastStep: ReclaimStep?
    private var beforeStep: @Sendable (ReclaimStep) -> Void = { _ in }

    let steps: [ReclaimStep]

    /// - Parameter machineBytes: The machine's memory, where there is no control group.
    init(
        resident: Int,
        groupLimit: Int? = nil,
        machineBytes: Int? = nil,
        steps: [ReclaimStep] = [.pools, .trim],
        yields: [ReclaimStep: Int] = [:]
    ) {
        observation = MemoryObservation()
        observation.resident = resident
        observation.groupUsed = machineBytes == nil ? resident : nil
        observation.groupLimit = groupLimit
        observation.machineBytes = machineBytes
        self.steps = steps
        self.yields = yields
    }

    func change(_ body: (inout MemoryObservation) -> Void) { lock.withLock { body(&observation) } }

    func setYield(of step: ReclaimStep, to bytes: Int) { lock.withLock { yields[step] = bytes } }

    func count(of step: ReclaimStep) -> Int { lock.withLock { runs[step, default: 0] } }

    /// None of the machine's: what it stalls for must not have a test look at another time.
    var stallPaths: [String] { [] }

    func observe() -> MemoryObservation { lock.withLock { observation } }

    /// Has resident memory be unknown right after a step.
    func hideResident(after step: ReclaimStep) { lock.withLock { unreadableAfter = step } }

    func resident() -> Int? {
        lock.withLock { lastStep != nil && lastStep == unreadableAfter ? nil : observation.resident }
    }

    /// Has the process use processor time.
    func work(for time: Duration) { lock.withLock { processor? += time } }

    func processorTime() -> Duration? { lock.withLock { processor } }

    func used(against source: EffectiveLimit.Source) -> Int? { lock.withLock { observation.used(against: source) } }

    /// Has something happen at the beginning of each step.
    func beforeEachStep(_ body: @escaping @Sendable (ReclaimStep) -> Void) { lock.withLock { beforeStep = body } }

    func run(_ step: ReclaimStep) -> Int? {
        lock.withLock { beforeStep }(step)
        return lock.withLock {
            runs[step, default: 0] += 1
            lastStep = step
            let bytes = min(yields[step, default: 0], observation.resident ?? 0)
            observation.resident? -= bytes
            observation.groupUsed? -= bytes
            return step == .pools ? bytes : nil
        }
    }
}
