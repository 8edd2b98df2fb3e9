#if Server

extension DiagnosticsServer {
    /// How a ``DiagnosticsServer`` works.
    public struct Configuration: Hashable, Sendable {
        /// What becomes of the service when its address is not to be had.
        public enum Failure: Hashable, Sendable {
            /// `run()` throws, which ends most service groups.
            case fatal
            /// The error is logged, and the service runs on without diagnostics.
            case logged
        }

        /// Where it listens.
        public var address: DiagnosticsAddress
        /// What whoever asks must know: 16 printable ASCII characters or more. Without one it listens only where those on this
        /// machine alone can reach it.
        public var token: String?
        /// What the header `Host` may name beside loopback addresses: the names under which a proxy on this machine is known.
        public var allowedHosts: Set<String>
        public var failure: Failure
        /// The longest that a profile may take, in whole seconds.
        public var longestProfile: Duration
        /// How long a request may take to arrive.
        public var arrivalTimeout: Duration
        /// How long a connection is kept without a request, and how long whoever asked may take to go on reading.
        public var idleTimeout: Duration
        /// Connections that are served at once.
        public var mostConnections: Int
        /// Where recordings are saved on request; nil where they are not to be.
        public var recordingFolder: String?
        /// Whether Swift tasks are watched from the start, as ``LiveTasks`` of `Profiling` does on request: each task then costs a
        /// walk of its stack.
        public var watchesTasks: Bool

        /// 120 s for a profile, 10 s for a request, 30 s between two, 64 connections; no recordings are saved, tasks are watched.
        public init(
            address: DiagnosticsAddress,
            token: String? = nil,
            allowedHosts: Set<String> = [],
            failure: Failure = .fatal,
            longestProfile: Duration = .seconds(120),
            arrivalTimeout: Duration = .seconds(10),
            idleTimeout: Duration = .seconds(30),
            mostConnections: Int = 64,
            recordingFolder: String? = nil,
            watchesTasks: Bool = true
        ) {
            self.address = address
            self.token = token
            self.allowedHosts = allowedHosts
            self.failure = failure
            self.longestProfile = longestProfile
            self.arrivalTimeout = arrivalTimeout
            self.idleTimeout = idleTimeout
            self.mostConnections = mostConnections
            self.recordingFolder = recordingFolder
            self.watchesTasks = watchesTasks
        }

        func validate() throws(DiagnosticsServerError) {
            try address.validate()
            guard address.isLocal || token != nil else {
                throw DiagnosticsServerError(
                    .needsToken,
                    "diagnostics address '\(address)': whoever is on the network could ask there; set a token"
                        + " (TRIMTAB_DIAGNOSTICS_TOKEN), or listen on 127.0.0.1 or a Unix socket"
                )
            }
            try check(longestProfile, "longest profile", .seconds(1)...(.seconds(3_600)))
            try check(arrivalTimeout, "arrival timeout", .milliseconds(1)...(.seconds(3_600)))
            try check(idleTimeout, "idle timeout", .milliseconds(1)...(.seconds(86_400)))
            guard (1...10_000).contains(mostConnections) else {
                throw DiagnosticsServerError(
                    .invalidSetting,
                    "diagnostics connections: \(mostConnections) is out of range; give 1 to 10000"
                )
            }
        }

        private func check(
            _ value: Duration,
            _ name: String,
            _ range: ClosedRange<Duration>
        ) throws(DiagnosticsServerError) {
            guard !range.contains(value) else { return }
            throw DiagnosticsServerError(
                .invalidSetting,
                "diagnostics \(name): \(value) is out of range; give \(range.lowerBound) to \(range.upperBound)"
            )
        }
    }
}

#endif
