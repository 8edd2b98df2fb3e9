public import MemoryTuning

/// `TuneGC(percent, memoryLimit)`: sets both, and returns what they were.
public func tune(
    _ tuner: MemoryTuner,
    percent: Int,
    memoryLimit: Int
) throws(MemoryTuningError) -> (GrowthTrigger, MemoryLimit) {
    (try tuner.setGrowthTrigger(.percent(percent)), try tuner.setMemoryLimit(.bytes(memoryLimit)))
}

/// `ForceGC(ctx)`: gives idle memory back now, and says how much that was and how long it took.
public func forceReclaim(_ tuner: MemoryTuner) async -> String {
    let report = await tuner.reclaim(.manual)
    return "\(report.released.map(String.init) ?? "?") bytes in \(report.duration)"
}
