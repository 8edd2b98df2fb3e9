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

    /// ``retryAfter`` as the header `Retry-After` has it: in whole seconds, rounded up.
    public var retryAfterSeconds: Int64 {
        let (seconds, attoseconds) = retryAfter.components
        return seconds + (attoseconds > 0 ? 1 : 0)
    }

    /// One line, fit for those who asked.
    public var description: String {
        let reason =
            switch code {
            case .pressure: "memory is scarce"
            case .waitedTooLong: "memory was scarce for too long"
            case .tooManyWaiting: "too many requests wait for memory"
            case .tooLarge: "the request is larger than what there will ever be memory for"
            default: "there is no memory for it"
            }
        let advice = code == .tooLarge ? "" : " Try again in \(retryAfterSeconds) s."
        return "Turned away: \(reason).\(advice)"
    }
}
