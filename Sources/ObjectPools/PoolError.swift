/// Why a pool cannot be made, or cannot give an object.
public struct PoolError: Error, Sendable, CustomStringConvertible {
    /// What kind of trouble it is. More may be added.
    public struct Code: Hashable, Sendable {
        private enum Kind { case invalidConfiguration }

        private let kind: Kind

        /// A setting has a value that makes no sense.
        public static let invalidConfiguration = Code(kind: .invalidConfiguration)
    }

    public var code: Code
    /// What is wrong, where, and what to do about it, in one line.
    public var reason: String

    public init(_ code: Code, reason: String) {
        self.code = code
        self.reason = reason
    }

    public var description: String { reason }
}
