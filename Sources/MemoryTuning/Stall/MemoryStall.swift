/// How much time was lost for want of memory (Documentation/accounting/psi.rst of the kernel).
public struct MemoryStall: Hashable, Sendable {
    /// The shares of time, in percent, over the last 10, 60 and 300 seconds, and the total since the start.
    public struct Times: Hashable, Sendable {
        /// Percent of the last 10 seconds.
        public var last10Seconds: Double
        /// Percent of the last 60 seconds.
        public var last60Seconds: Double
        /// Percent of the last 300 seconds.
        public var last300Seconds: Double
        /// All of it, since the machine or the group began.
        public var total: Duration

        package init(last10Seconds: Double, last60Seconds: Double, last300Seconds: Double, total: Duration) {
            self.last10Seconds = last10Seconds
            self.last60Seconds = last60Seconds
            self.last300Seconds = last300Seconds
            self.total = total
        }
    }

    /// Whose time it is.
    public enum Scope: Hashable, Sendable {
        /// The control group's: `memory.pressure`, with version 2.
        case controlGroup
        /// The whole machine's: `/proc/pressure/memory`.
        case machine
    }

    public var scope: Scope
    /// While at least one task was stalled.
    public var some: Times?
    /// While all tasks that could run were stalled at once.
    public var full: Times?

    package init(scope: Scope, some: Times? = nil, full: Times? = nil) {
        self.scope = scope
        self.some = some
        self.full = full
    }
}
