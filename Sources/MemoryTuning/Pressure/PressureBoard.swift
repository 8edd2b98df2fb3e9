internal import ObjectPools
internal import Synchronization

/// The present pressure, for those who ask on every request and for those who wait for a change.
final class PressureBoard: Sendable {
    private struct Subscribers {
        var continuations: [Int: AsyncStream<MemoryPressure>.Continuation] = [:]
        var next = 0
        var hasEnded = false
    }

    private let level = Atomic<UInt8>(MemoryPressure.nominal.rawValue)
    private let shedding = Atomic<Bool>(false)
    private let lock = Lock()
    // Guarded by `lock`.
    nonisolated(unsafe) private var subscribers = Subscribers()

    var pressure: MemoryPressure { MemoryPressure(rawValue: level.load(ordering: .relaxed)) ?? .nominal }
    var isShedding: Bool { shedding.load(ordering: .relaxed) }

    func post(_ pressure: MemoryPressure, isShedding: Bool) {
        shedding.store(isShedding, ordering: .relaxed)
        guard level.exchange(pressure.rawValue, ordering: .relaxed) != pressure.rawValue else { return }
        for continuation in lock.withLock({ Array(subscribers.continuations.values) }) { continuation.yield(pressure) }
    }

    func subscribe() -> AsyncStream<MemoryPressure> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: MemoryPressure.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let number: Int? = lock.withLock {
            guard !subscribers.hasEnded else { return nil }
            subscribers.next += 1
            subscribers.continuations[subscribers.next] = continuation
            return subscribers.next
        }
        continuation.yield(pressure)
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            guard let self else { return }
            lock.withLock { subscribers.continuations[number] = nil }
        }
        return stream
    }

    /// Tells all who wait that nothing more comes.
    func end() {
        let continuations = lock.withLock {
            subscribers.hasEnded = true
            defer { subscribers.continuations = [:] }
            return Array(subscribers.continuations.values)
        }
        for continuation in continuations { continuation.finish() }
    }
}
