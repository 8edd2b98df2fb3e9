#if Server

/// Why diagnostics cannot be served.
public struct DiagnosticsServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of trouble it is. More may be added.
    public struct Code: Hashable, Sendable {
        private enum Kind { case invalidSetting, needsToken, addressInUse, unavailable, alreadyRunning }

        private let kind: Kind

        /// A setting makes no sense.
        public static let invalidSetting = Code(kind: .invalidSetting)
        /// Whoever is on the network could ask, and there is no token.
        public static let needsToken = Code(kind: .needsToken)
        /// Another process listens there.
        public static let addressInUse = Code(kind: .addressInUse)
        /// The system refuses the address.
        public static let unavailable = Code(kind: .unavailable)
        /// The server runs already.
        public static let alreadyRunning = Code(kind: .alreadyRunning)
    }

    public var code: Code
    /// One line: what is wrong, where, and what to do about it.
    public var description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}

#endif
