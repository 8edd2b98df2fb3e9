public import Profiles

extension LeakDetector {
    /// How often to look, and what counts as a leak.
    public struct Configuration: Hashable, Sendable {
        /// Between looks; at least a second.
        public var interval: Duration
        /// When growth counts as a leak.
        public var criteria: LeakCriteria
        /// Whether to have tasks noted (``LiveTasks/watch()``), which costs each task a walk of its stack.
        public var watchesTasks: Bool

        /// A look each minute, nothing said before an hour has been watched, tasks too.
        public init(
            interval: Duration = .seconds(60),
            criteria: LeakCriteria = LeakCriteria(),
            watchesTasks: Bool = true
        ) {
            self.interval = max(interval, .seconds(1))
            self.criteria = criteria
            self.watchesTasks = watchesTasks
        }
    }
}
