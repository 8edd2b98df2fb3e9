internal import CTrimtabPlatform

/// What glibc does not do although it takes a setting.
enum GlibcCaveat {
    /// glibc adjusts two thresholds to the load until one of these is set, and then never again.
    private static let thresholds: Set<AllocatorKnob> = [.trimThreshold, .topPad, .mmapThreshold, .mmapMaximum]
    private static let adjusted: [AllocatorKnob] = [.trimThreshold, .mmapThreshold]

    /// With more arenas than this, glibc settles on a cap of its own if none has been set (its `arena_test`).
    private static let arenasBeforeItSettles = 8

    /// - Parameters:
    ///   - earlier: What had been set in this process before.
    ///   - fixed: What is set by now, by the process or its environment.
    static func ofSetting(
        _ knob: AllocatorKnob,
        to value: Int,
        earlier: Set<AllocatorKnob>,
        fixed: Set<AllocatorKnob>
    ) -> String? {
        if knob == .arenaMaximum { return ofArenas(cap: value, isFirstCap: !earlier.contains(.arenaMaximum)) }
        guard thresholds.contains(knob) else { return nil }
        let loose = adjusted.filter { !fixed.contains($0) }.map(\.name)
        return loose.isEmpty ? nil : "glibc no longer adjusts \(loose.joined(separator: " and ")) by itself"
    }

    /// - Parameter fixed: What is set by the process's environment: glibc adjusted nothing before, either.
    static func ofSettingBack(_ knob: AllocatorKnob, fixed: Set<AllocatorKnob>) -> String? {
        if knob == .arenaMaximum { return "glibc keeps to a cap under which a thread has begun" }
        guard thresholds.contains(knob), thresholds.isDisjoint(with: fixed) else { return nil }
        return "glibc no longer adjusts its thresholds by itself"
    }

    private static func ofArenas(cap: Int, isFirstCap: Bool) -> String? {
        let arenas = Int(trimtab_allocator_arenas())
        var reasons: [String] = []
        if arenas > cap { reasons.append("the \(arenas) arenas that there are stay") }
        if !isFirstCap || arenas > arenasBeforeItSettles {
            reasons.append("glibc may keep to a cap that it has settled on before")
        }
        return reasons.isEmpty ? nil : reasons.joined(separator: ", and ")
    }
}
