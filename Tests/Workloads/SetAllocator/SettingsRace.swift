import MemoryTuning
import PoolHammer

/// Threads that set one setting at once, time and again.
enum SettingsRace {
    private static let rounds = 2_000
    private static let threads = 4

    /// What it was set back to after any of the rounds.
    static func restored(_ knob: AllocatorKnob) -> Set<Int?> {
        var restored: Set<Int?> = []
        for _ in 0..<rounds {
            let settings = AllocatorSettings()
            onThreads((1...threads).map { value in { _ = settings.apply([knob: value]) } })
            restored.formUnion(settings.rollBack().map(\.value))
        }
        return restored
    }
}
