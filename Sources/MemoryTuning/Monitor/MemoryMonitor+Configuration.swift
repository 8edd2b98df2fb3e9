extension MemoryMonitor {
    /// How a ``MemoryMonitor`` works.
    public struct Configuration: Sendable {
        /// Time between two ticks. Backends mostly collect every 10 s or more; the default is 10 s.
        public var interval: Duration
        /// What is read at each tick; the default is everything.
        public var detail: MemoryStatistics.Detail
        /// Time between two heartbeats, each of which measures `swift.executor.delay`; nil measures nothing. The default is
        /// 100 ms.
        public var heartbeat: Duration?
        /// What the metric of a name is published as; nil if it is not published. By default names are left as they are.
        public var label: @Sendable (_ name: String) -> String?

        public init(
            interval: Duration = .seconds(10),
            detail: MemoryStatistics.Detail = .all,
            heartbeat: Duration? = .milliseconds(100),
            label: @escaping @Sendable (_ name: String) -> String? = { $0 }
        ) {
            self.interval = interval
            self.detail = detail
            self.heartbeat = heartbeat
            self.label = label
        }

        public static let `default` = Configuration()
    }
}
