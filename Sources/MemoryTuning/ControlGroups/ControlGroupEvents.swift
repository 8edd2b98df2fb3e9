/// What has happened to a control group for want of memory, since it was made. Events of groups below it count, too,
/// with version 2. Nil where the kernel does not tell.
public struct ControlGroupEvents: Hashable, Sendable {
    /// How often its processes were throttled for using more than `memory.high`. Version 2: `high` of `memory.events`.
    public var high: Int?
    /// How often it was about to use more than its limit. Version 2: `max` of `memory.events`; version 1:
    /// `memory.failcnt`.
    public var max: Int?
    /// How often it was at its limit and nothing could be reclaimed. Version 2: `oom` of `memory.events`.
    public var outOfMemory: Int?
    /// Processes that the kernel killed. Version 2: `oom_kill` of `memory.events`; version 1: `oom_kill` of
    /// `memory.oom_control`, since Linux 4.13.
    public var kills: Int?
    /// Whether it waits for memory at this moment. Version 1 alone: `under_oom` of `memory.oom_control`.
    public var isOutOfMemory: Bool?

    package init(
        high: Int? = nil,
        max: Int? = nil,
        outOfMemory: Int? = nil,
        kills: Int? = nil,
        isOutOfMemory: Bool? = nil
    ) {
        self.high = high
        self.max = max
        self.outOfMemory = outOfMemory
        self.kills = kills
        self.isOutOfMemory = isOutOfMemory
    }
}
