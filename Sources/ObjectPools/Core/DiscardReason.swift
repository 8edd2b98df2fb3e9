/// Why an object was given up; the cases of ``PoolDiscards``.
enum DiscardReason: Int, CaseIterable, Sendable {
    case full, oversize, expired, pressure, drained, invalid, bypassed

    /// The reason as attribute `reason` of `pool.discard.count`.
    var name: String { "\(self)" }
}

extension PoolDiscards {
    /// The count for a reason.
    subscript(reason: DiscardReason) -> Int {
        get {
            switch reason {
            case .full: full
            case .oversize: oversize
            case .expired: expired
            case .pressure: pressure
            case .drained: drained
            case .invalid: invalid
            case .bypassed: bypassed
            }
        }
        set {
            switch reason {
            case .full: full = newValue
            case .oversize: oversize = newValue
            case .expired: expired = newValue
            case .pressure: pressure = newValue
            case .drained: drained = newValue
            case .invalid: invalid = newValue
            case .bypassed: bypassed = newValue
            }
        }
    }
}
