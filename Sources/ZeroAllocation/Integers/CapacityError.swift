/// Why a number was not written: the place that it was to be written to is too small. Nothing was written.
///
/// Throwing it allocates nothing.
public struct CapacityError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of trouble it is. More may be added.
    public struct Code: Hashable, Sendable {
        private enum Kind {
            case tooSmall
        }

        private let kind: Kind

        /// There is less room than the number takes.
        public static let tooSmall = Code(kind: .tooSmall)
    }

    public var code: Code
    /// Bytes that the number takes.
    public var required: Int
    /// Bytes that there was room for.
    public var available: Int

    public init(_ code: Code, required: Int, available: Int) {
        self.code = code
        self.required = required
        self.available = available
    }

    /// One line: what was wrong, and what to do.
    public var description: String {
        "a number of \(required) bytes was to be written where \(available) are free: give it at least \(required)"
    }
}
