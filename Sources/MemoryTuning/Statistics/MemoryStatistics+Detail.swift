extension MemoryStatistics {
    /// What is read beside the core. The core is always read and takes some 3 us: resident, anonymous and virtual memory,
    /// faults, CPU time and uptime of the process, the usage of its control group, and the hooks' counts.
    public struct Detail: OptionSet, Hashable, Sendable {
        public let rawValue: Int

        public init(rawValue: Int) { self.rawValue = rawValue }

        /// Nothing beside the core.
        public static let core: Detail = []
        /// Peak, swap and threads of the process: some 9 us.
        public static let process = Detail(rawValue: 1 << 0)
        /// Limits, events and cached files of the control group: some 15 us, and as much again
        /// where a group above it sets the least limit.
        public static let controlGroup = Detail(rawValue: 1 << 1)
        /// Time lost for want of memory: some 3 us.
        public static let stall = Detail(rawValue: 1 << 2)
        /// What the allocator holds. Microseconds with most. glibc walks over all free blocks with its arenas locked: 8 ms,
        /// or more on a busy machine, for a fragmented heap of 400 MB. So it is read seldom then; leave it out where a
        /// service cannot bear that now and then.
        public static let allocator = Detail(rawValue: 1 << 3)
        /// Stacks: about 1 us for each mapping of the process, read seldom as well.
        public static let stacks = Detail(rawValue: 1 << 4)
        /// Open descriptors: some 2 us since Linux 6.2, before that half a microsecond for each.
        public static let descriptors = Detail(rawValue: 1 << 5)

        /// All but the descriptors.
        public static let standard: Detail = [.process, .controlGroup, .stall, .allocator, .stacks]
        /// Everything.
        public static let all: Detail = [.standard, .descriptors]
    }
}
