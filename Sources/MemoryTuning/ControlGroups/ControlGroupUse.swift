/// What a control group uses, and what has happened to it.
struct ControlGroupUse: Hashable, Sendable {
    /// The group's.
    var folder: String
    /// Bytes that the kernel cannot give up, but for swapping: what is charged less all cached files, which those in shared
    /// memory (`shmem`, tmpfs) are not.
    var bytes: Int
    /// All that is charged.
    var bytesWithFiles: Int
    /// What has happened for want of memory.
    var events: ControlGroupEvents

    init(folder: String, usage: Int, stat: ControlGroupLevel.Stat?, events: ControlGroupEvents) {
        self.folder = folder
        self.events = events
        bytesWithFiles = usage
        bytes = max(usage - (stat?.inactiveFile ?? 0) - (stat?.activeFile ?? 0), 0)
    }
}
