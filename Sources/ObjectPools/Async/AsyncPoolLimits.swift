/// What an ``AsyncPoolState`` must keep to.
struct AsyncPoolLimits: Sendable {
    /// Objects that exist at a time, from the start of making one to the end of its disposal.
    var maximumCount: Int
    /// Borrowers in line; nil for any number.
    var maximumWaiting: Int?
    /// The age at which an object is given up.
    var maximumAge: Duration?
    /// How long an object may lie unused before it is given up.
    var maximumIdle: Duration?
    /// Whether idle objects are checked before they are lent.
    var validates: Bool
    /// Whether giving an object up takes time, in which it still counts.
    var disposes: Bool

    /// Whether an object is too old to be lent again.
    func isTooOld(_ object: PooledObject, at now: Duration) -> Bool {
        guard let maximumAge else { return false }
        return now - object.madeAt >= maximumAge
    }

    /// Whether an idle object is too old, or has been idle for too long.
    func isExpired(_ object: PooledObject, at now: Duration) -> Bool {
        if let maximumIdle, now - object.idleSince >= maximumIdle { return true }
        return isTooOld(object, at: now)
    }
}
