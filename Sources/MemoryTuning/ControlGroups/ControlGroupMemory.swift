/// What the kernel tells of the control group that this process's memory is charged to. In a container that is the
/// container's memory, with all of its processes and its cached files.
public struct ControlGroupMemory: Hashable, Sendable {
    /// Which interface told it.
    public var version: ControlGroupVersion
    /// Bytes charged to the group, its cached files included: `memory.current` or `memory.usage_in_bytes`. The kernel
    /// charges in batches of up to 64 pages per processor.
    public var usage: Int?
    /// Bytes of cached files that have not been used lately, which the kernel gives up first: `inactive_file`, with version 1
    /// `total_inactive_file`, of `memory.stat`.
    public var inactiveFile: Int?
    /// How much it may use.
    public var limit: ControlGroupLimit
    /// What has happened for want of memory.
    public var events: ControlGroupEvents

    /// Bytes that cannot be given up easily: usage less ``inactiveFile``, as Kubernetes counts.
    public var workingSet: Int? {
        guard let usage, let inactiveFile else { return nil }
        return Swift.max(usage - inactiveFile, 0)
    }

    /// Of the group whose limit is the least, which may be one above: others that are in it use its memory as well.
    var limited: ControlGroupUse?

    package init(
        version: ControlGroupVersion,
        usage: Int? = nil,
        inactiveFile: Int? = nil,
        limit: ControlGroupLimit = ControlGroupLimit(),
        events: ControlGroupEvents = ControlGroupEvents()
    ) {
        self.version = version
        self.usage = usage
        self.inactiveFile = inactiveFile
        self.limit = limit
        self.events = events
    }
}
