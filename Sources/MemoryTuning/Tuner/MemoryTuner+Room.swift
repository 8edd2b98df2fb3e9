extension MemoryTuner {
    /// A fresh look at how much memory there is for work.
    var room: MemoryRoom {
        let observation = observer.observe()
        let limit = effectiveLimit
        return MemoryRoom(
            pressure: currentPressure,
            isShedding: isShedding,
            used: limit.flatMap { observation.used(against: $0.source) },
            limit: limit?.bytes
        )
    }
}
