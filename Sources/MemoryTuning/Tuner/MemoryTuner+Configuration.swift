extension MemoryTuner {
    /// What the tuner keeps to.
    public struct Configuration: Hashable, Sendable {
        /// How much memory the process shall get by with.
        public var limit: MemoryLimit
        /// When memory is reclaimed although there is room.
        public var growthTrigger: GrowthTrigger
        /// Bytes that ``MemoryLimit/automatic`` leaves to what the container's limit counts and no heap of this process
        /// holds, such as page tables and socket buffers.
        public var reserve: Int
        /// Between looks while there is room; near the limit it is a twentieth.
        public var interval: Duration
        /// From when on memory counts as scarce.
        public var thresholds: PressureThresholds
        /// The part of one processor's time that reclaiming may take, but for emergencies and requests.
        public var processorShare: Double
        /// Between the end of a cycle and the start of the next that nobody asked for.
        public var cyclePause: Duration
        /// How long a registered cache may take; what takes longer goes on, and is not waited for.
        public var cacheTimeout: Duration

        /// 90 % of the container's limit less 4 MiB, growth of 100 %, a look each second, 1 % of a processor.
        public init(
            limit: MemoryLimit = .automatic,
            growthTrigger: GrowthTrigger = .percent(100),
            reserve: Int = 4 << 20,
            interval: Duration = .seconds(1),
            thresholds: PressureThresholds = .default,
            processorShare: Double = 0.01,
            cyclePause: Duration = .seconds(1),
            cacheTimeout: Duration = .seconds(1)
        ) {
            self.limit = limit
            self.growthTrigger = growthTrigger
            self.reserve = reserve
            self.interval = interval
            self.thresholds = thresholds
            self.processorShare = processorShare
            self.cyclePause = cyclePause
            self.cacheTimeout = cacheTimeout
        }

        func validate() throws(MemoryTuningError) {
            try limit.validate()
            try growthTrigger.validate()
            try thresholds.validate()
            guard reserve >= 0 else { throw MemoryTuningError.outOfRange("reserve", reserve, "0 bytes or more") }
            guard interval >= .milliseconds(1), interval <= .seconds(3_600) else {
                throw MemoryTuningError.outOfRange("interval", interval, "1 ms to 1 h")
            }
            guard processorShare > 0, processorShare <= 1 else {
                throw MemoryTuningError.outOfRange("processor share", processorShare, "more than 0, at most 1")
            }
            guard cyclePause >= .zero else {
                throw MemoryTuningError.outOfRange("cycle pause", cyclePause, "no negative time")
            }
            guard cacheTimeout > .zero else {
                throw MemoryTuningError.outOfRange("cache timeout", cacheTimeout, "a positive time")
            }
        }
    }
}
