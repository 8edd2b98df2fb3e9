/// From when on memory counts as scarce.
public struct PressureThresholds: Hashable, Sendable {
    /// The part of the limit in use from which pressure is elevated.
    public var elevatedRatio = 0.85
    /// The part of the limit in use from which pressure is critical.
    public var criticalRatio = 0.95
    /// How far below a threshold the ratio must fall for the level to end: without it, a ratio at a threshold would
    /// change the level at each look.
    public var hysteresis = 0.05
    /// The part of a look's time that some task has waited for memory, from which pressure is elevated.
    public var elevatedStall = 0.1
    /// The part of a look's time that all tasks of the control group have waited for memory, from which pressure is
    /// critical.
    public var criticalStall = 0.1
    /// If memory went on growing as it does, pressure is elevated so long before the limit is reached.
    public var elevatedTimeToLimit = Duration.seconds(10)
    /// If memory went on growing as it does, pressure is critical so long before the limit is reached, from
    /// ``elevatedRatio`` on.
    public var criticalTimeToLimit = Duration.seconds(2)
    /// A prediction raises pressure only from this part of the limit on: a service that starts grows fast, too.
    public var predictionRatio = 0.6
    /// How long the reasons for a level must be gone before it falls by one; and how long memory must be below ``criticalRatio``
    /// before work is no longer turned away, should it not fall further.
    public var dwell = Duration.seconds(3)

    public static let `default` = PressureThresholds()

    public init() {}

    func validate() throws(MemoryTuningError) {
        guard elevatedRatio > 0, elevatedRatio <= 1 else {
            throw MemoryTuningError.outOfRange("pressure elevatedRatio", elevatedRatio, "0 to 1")
        }
        guard criticalRatio >= elevatedRatio, criticalRatio <= 1 else {
            throw MemoryTuningError.outOfRange(
                "pressure criticalRatio",
                criticalRatio,
                "elevatedRatio (\(elevatedRatio)) to 1"
            )
        }
        guard hysteresis >= 0, hysteresis < elevatedRatio else {
            throw MemoryTuningError.outOfRange(
                "pressure hysteresis",
                hysteresis,
                "0 to less than elevatedRatio (\(elevatedRatio))"
            )
        }
        for (name, value) in [
            ("elevatedStall", elevatedStall), ("criticalStall", criticalStall), ("predictionRatio", predictionRatio),
        ] {
            guard value > 0, value <= 1 else {
                throw MemoryTuningError.outOfRange("pressure \(name)", value, "more than 0, at most 1")
            }
        }
        for (name, value) in [
            ("elevatedTimeToLimit", elevatedTimeToLimit), ("criticalTimeToLimit", criticalTimeToLimit),
            ("dwell", dwell),
        ] {
            guard value >= .zero else {
                throw MemoryTuningError.outOfRange("pressure \(name)", value, "no negative time")
            }
        }
    }
}
