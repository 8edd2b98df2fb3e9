internal import ObjectPools

extension MemoryTuner {
    /// A fresh look at how much memory there is for work.
    var room: MemoryRoom {
        let (limit, setting) = shared.withLock { ($0.state.effective, $0.state.limit) }
        return MemoryRoom(
            pressure: currentPressure,
            isShedding: isShedding,
            used: limit.flatMap { observer.used(against: $0.source) },
            limit: limit?.bytes,
            isLimited: setting != .off
        )
    }
}
