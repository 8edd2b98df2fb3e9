/// Why memory is reclaimed.
public enum ReclaimReason: String, Sendable, CaseIterable {
    /// Somebody asked for it: ``MemoryTuner/reclaim(_:)``.
    case manual = "manual_trigger"
    /// Pressure is elevated.
    case limit
    /// Pressure is critical: this may go beyond the budget of processor time.
    case emergency
    /// The heap grew by the growth trigger.
    case growth
    /// Much of what is resident is no longer in use.
    case slack
}
