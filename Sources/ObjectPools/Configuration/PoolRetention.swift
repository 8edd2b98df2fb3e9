/// How much a pool keeps for later: a budget in objects and in bytes.
///
/// What is given back beyond it is destroyed and counted as `full` or `oversize`.
public struct PoolRetention: Hashable, Sendable {
    /// Idle objects at most, in all threads together.
    public let maximumCount: Int
    /// Bytes of idle objects at most, as they report them.
    public let maximumBytes: Int
    /// Bytes of one object at most: a larger one is not kept, so that none that grew once stays large for ever.
    public let maximumObjectBytes: Int
    /// Idle objects are given up after between half this time and all of it without use; nil keeps them.
    public let idleTime: Duration?

    /// 256 objects, 64 MiB, 1 MiB each, 30 seconds.
    public static let `default` = PoolRetention(
        count: 256,
        bytes: 64 << 20,
        objectBytes: 1 << 20,
        idleTime: .seconds(30)
    )

    /// - Parameters:
    ///   - maximumCount: Idle objects at most; 0 keeps none.
    ///   - maximumBytes: Bytes of idle objects at most.
    ///   - maximumObjectBytes: Bytes of one object at most; nil means 1/64 of `maximumBytes`.
    ///   - idleTime: When idle objects are given up; nil for never.
    /// - Throws: ``PoolError`` with ``PoolError/Code/invalidConfiguration`` for a negative number, an object larger than
    ///   the whole, or an idle time that is not positive.
    public init(
        maximumCount: Int = Self.default.maximumCount,
        maximumBytes: Int = Self.default.maximumBytes,
        maximumObjectBytes: Int? = nil,
        idleTime: Duration? = Self.default.idleTime
    ) throws(PoolError) {
        let objectBytes = maximumObjectBytes ?? maximumBytes / 64
        try Self.check("maximumCount", maximumCount, in: 0...Self.largestCount)
        try Self.check("maximumBytes", maximumBytes, in: 0...Int.max)
        try Self.check("maximumObjectBytes", objectBytes, in: 0...maximumBytes)
        if let idleTime, idleTime <= .zero {
            let reason = "idleTime of a pool is \(idleTime): give a positive duration, or nil to keep idle objects"
            throw PoolError(.invalidConfiguration, reason: reason)
        }
        self.init(count: maximumCount, bytes: maximumBytes, objectBytes: objectBytes, idleTime: idleTime)
    }

    private init(count: Int, bytes: Int, objectBytes: Int, idleTime: Duration?) {
        maximumCount = count
        maximumBytes = bytes
        maximumObjectBytes = objectBytes
        self.idleTime = idleTime
    }

    /// One of several equal parts of the budget in bytes, for objects of one size.
    func share(of parts: Int, objectBytes: Int) -> PoolRetention {
        PoolRetention(
            count: maximumCount,
            bytes: max(maximumBytes / parts, 0),
            objectBytes: objectBytes,
            idleTime: idleTime
        )
    }

    /// More would be a leak with a name.
    private static let largestCount = 1 << 16

    private static func check(_ name: String, _ value: Int, in allowed: ClosedRange<Int>) throws(PoolError) {
        guard !allowed.contains(value) else { return }
        let reason = "\(name) of a pool is \(value): give a number from \(allowed.lowerBound) to \(allowed.upperBound)"
        throw PoolError(.invalidConfiguration, reason: reason)
    }
}
