extension AsyncObjectPool {
    /// How many objects a pool has, and for how long.
    public struct Configuration: Sendable {
        /// The most objects that exist at a time; at least 1.
        ///
        /// An object counts from the start of making it until it has been disposed of, so a server's own limit of
        /// connections can be given here.
        public var maximumCount: Int

        /// The most borrowers that may wait for an object to be given back; nil for any number, 0 for none.
        ///
        /// Further ones are refused at once (``PoolError/Code/tooManyWaiting``): under overload it is better to say so
        /// than to answer too late. A borrower for whom an object can be made at once does not count.
        public var maximumWaiting: Int?

        /// The age at which an object is given up instead of being lent or kept; nil for any. More than zero.
        public var maximumAge: Duration?

        /// How long an object may lie unused before it is given up; nil for any time. More than zero.
        ///
        /// Looked at when it would be lent, and twice in this time; see ``AsyncObjectPool/evictExpired()``.
        public var maximumIdle: Duration?

        /// Measures age, idle time and timeouts. Another one than the system's is of use in tests.
        public var clock: any Clock<Duration>

        public init(
            maximumCount: Int = 8,
            maximumWaiting: Int? = nil,
            maximumAge: Duration? = nil,
            maximumIdle: Duration? = nil,
            clock: any Clock<Duration> = ContinuousClock()
        ) {
            self.maximumCount = maximumCount
            self.maximumWaiting = maximumWaiting
            self.maximumAge = maximumAge
            self.maximumIdle = maximumIdle
            self.clock = clock
        }

        /// When to look for objects past their time; nil if there is no such time. Another clock than the system's goes
        /// at its own pace, and nobody knows when to look at it.
        var expiry: Duration? {
            guard clock is ContinuousClock || clock is SuspendingClock else { return nil }
            return [maximumAge, maximumIdle].compactMap { $0 }.min()
        }

        /// Why the configuration makes no sense, and what would; nil if it does.
        var objection: String? {
            if maximumCount < 1 { return "maximumCount is \(maximumCount); it must be at least 1" }
            if let maximumWaiting, maximumWaiting < 0 {
                return "maximumWaiting is \(maximumWaiting); it must be at least 0, or nil for any number"
            }
            if let maximumAge, maximumAge <= .zero {
                return "maximumAge is \(maximumAge); it must be more than zero, or nil for any age"
            }
            if let maximumIdle, maximumIdle <= .zero {
                return "maximumIdle is \(maximumIdle); it must be more than zero, or nil for any time"
            }
            return nil
        }
    }
}
