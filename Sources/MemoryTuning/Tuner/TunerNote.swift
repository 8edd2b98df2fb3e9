package import Logging
internal import ObjectPools

/// What the tuner tells of: to the log, and to whoever shows it.
package struct TunerNote: Sendable {
    package enum Kind: String, Sendable {
        case limit, pressure, shedding, rest, reclaim
    }

    package var kind: Kind
    package var level: Logger.Level
    /// One line.
    package var text: String
    package var metadata: Logger.Metadata = [:]
    /// Of `reclaim` alone.
    package var report: ReclaimReport?
}

extension MemoryTuner {
    /// Tells of everything from now on that is logged, too. For the life of the tuner; the closure must not wait.
    package func observe(_ observer: @escaping @Sendable (TunerNote) -> Void) {
        shared.withLock { $0.observers.append(observer) }
    }

    func tell(_ note: TunerNote) {
        logger.log(level: note.level, "\(note.text)", metadata: note.metadata)
        for observer in shared.withLock({ $0.observers }) { observer(note) }
    }
}
