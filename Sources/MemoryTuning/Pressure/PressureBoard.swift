internal import ObjectPools
internal import Synchronization

/// The present pressure, for those who ask on every request and for those who wait for a change.
///
/// The level changes, and all are told, under the lock: so nobody is told of an earlier level after a later one.
final class PressureBoard: Sendable {
    private struct Subscribers {
        var continuations: [Int: AsyncStream<MemoryPressure>.Continuation] = [:]
        var next = 0
        var hasEnded = false
    }

    private let level = Atomic<UInt8>(MemoryPressure.nominal.rawValue)
    private let shedding = Atomic<Bool>(false)
    private let subscribers = Guarded(Subscribers())

    var pressure: MemoryPressure { MemoryPressure(rawValue: level.load(ordering: .relaxed)) ?? .nominal }
    var isShedding: Bool { shedding.load(ordering: .relaxed) }

    func post(_ pressure: MemoryPressure, isShedding: Bool) {
        shedding.store(isShedding, ordering: .relaxed)
        subscribers.withLock { subscribers in
            guard level.exchange(pressure.rawValue, ordering: .relaxed) != pressure.rawValue else { return }
            for continuation in subscribers.continuations.values { continuation.yield(pressure) }
        }
    }

    func subscribe() -> AsyncStream<MemoryPressure> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: MemoryPressure.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let number: Int? = subscribers.withLock {
            continuation.yield(pressure)
            guard !$0.hasEnded else { return nil }
            $0.next += 1
            $0.continuations[$0.next] = continuation
            return $0.next
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.subscribers.withLock { $0.continuations[number] = nil }
        }
        return stream
    }

    /// From now on levels come, until ``end()``.
    func begin() { subscribers.withLock { $0.hasEnded = false } }

    /// Tells all who wait that nothing more comes.
    func end() {
        let continuations = subscribers.withLock { subscribers in
            subscribers.hasEnded = true
            defer { subscribers.continuations = [:] }
            return Array(subscribers.continuations.values)
        }
        for continuation in continuations { continuation.finish() }
    }
}
