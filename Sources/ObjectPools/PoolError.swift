/// Why a pool cannot be made, or has no object to lend.
public struct PoolError: Error, Sendable, CustomStringConvertible {
    /// What kind of trouble it is. More may be added.
    public struct Code: Hashable, Sendable {
        private enum Kind { case invalidConfiguration, factoryFailed, timedOut, tooManyWaiting, shutDown }

        private let kind: Kind

        /// A setting has a value that makes no sense.
        public static let invalidConfiguration = Code(kind: .invalidConfiguration)
        /// The object could not be made; ``PoolError/underlying`` says why.
        public static let factoryFailed = Code(kind: .factoryFailed)
        /// No object was to be had in time.
        public static let timedOut = Code(kind: .timedOut)
        /// As many borrowers as the configuration allows were waiting already.
        public static let tooManyWaiting = Code(kind: .tooManyWaiting)
        /// The pool has been shut down.
        public static let shutDown = Code(kind: .shutDown)
    }

    public var code: Code
    /// The pool's name; nil where a setting is wrong that is not a pool's yet.
    public var pool: String?
    /// What is wrong and what to do about it, in one line.
    public var reason: String
    /// What was thrown by the closure that makes objects; nil with all codes but ``Code/factoryFailed``.
    public var underlying: (any Error)?

    public init(_ code: Code, pool: String? = nil, reason: String, underlying: (any Error)? = nil) {
        self.code = code
        self.pool = pool
        self.reason = reason
        self.underlying = underlying
    }

    /// One line: the pool, what is wrong with it, what to do.
    public var description: String { (pool.map { "pool '\($0)': " } ?? "") + reason }
}
