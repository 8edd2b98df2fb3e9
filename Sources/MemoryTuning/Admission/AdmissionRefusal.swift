/// Why a piece of work was turned away.
public struct AdmissionRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of reason it is. More may be added.
    public struct Code: Hashable, Sendable {
        private enum Kind: String {
            case pressure, waitedTooLong = "waited_too_long", tooManyWaiting = "too_many_waiting", tooLarge =
                "too_large"
        }

        private let kind: Kind

        /// As metrics have it.
        var name: String { kind.rawValue }

        /// Memory is so scarce that work of this priority is turned away.
        public static let pressure = Code(kind: .pressure)
        /// Nothing that held memory ended in time.
        public static let waitedTooLong = Code(kind: .waitedTooLong)
        /// As many as may were waiting already.
        public static let tooManyWaiting = Code(kind: .tooManyWaiting)
        /// Its bytes alone are more than there will ever be room for.
        public static let tooLarge = Code(kind: .tooLarge)
    }

    public let code: Code
    /// After what time to try again is likely to succeed: for `Retry-After`.
    public let retryAfter: Duration

    /// One line, fit for those who asked.
    public var description: String {
        let reason =
            switch code {
            case .pressure: "memory is scarce"
            case .waitedTooLong: "memory was scarce for too long"
            case .tooManyWaiting: "too many requests wait for memory"
            case .tooLarge: "the request is larger than what there is memory for"
            default: "there is no memory for it"
            }
        return "Turned away: \(reason). Try again in \(retryAfter.components.seconds) s."
    }
}
