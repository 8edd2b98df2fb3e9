extension MemoryTuner {
    /// A fresh look at how much memory there is for work.
    var room: MemoryRoom {
        let limit = effectiveLimit
        return MemoryRoom(
            pressure: currentPressure,
            isShedding: isShedding,
            used: limit.flatMap { observer.used(against: $0.source) },
            limit: limit?.bytes
        )
    }
}
