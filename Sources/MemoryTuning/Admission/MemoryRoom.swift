/// How much memory there is for work, at one moment.
struct MemoryRoom: Hashable, Sendable {
    /// What the tuner says, which dwells on what was.
    var pressure = MemoryPressure.nominal
    var isShedding = false
    /// Bytes in use that count against the limit; nil if unknown.
    var used: Int?
    /// In bytes; nil for none, and while it is not known yet.
    var limit: Int?
    /// Whether there shall be a limit.
    var isLimited = true

    /// How scarce memory is at this very moment: what was is no reason to leave work waiting that there is room for.
    func scarcity(_ thresholds: PressureThresholds) -> MemoryPressure {
        guard let used, let limit, limit > 0 else { return pressure }
        let ratio = Double(used) / Double(limit)
        if ratio >= thresholds.criticalRatio { return .critical }
        return ratio >= thresholds.elevatedRatio ? .elevated : .nominal
    }
}
