#if Server

extension TrimtabConfiguration {
    /// Where the running process answers questions about itself, and whom.
    public struct Diagnostics: Hashable, Sendable {
        public var address: DiagnosticsAddress
        /// What a request has to bear; nil if it needs nothing. Never logged.
        public var token: String?

        public init(address: DiagnosticsAddress, token: String? = nil) {
            self.address = address
            self.token = token
        }
    }
}

#endif
