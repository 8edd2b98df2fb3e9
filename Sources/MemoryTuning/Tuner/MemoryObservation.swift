/// What is known of memory at one moment. What is unknown is nil.
struct MemoryObservation: Hashable, Sendable {
    /// Bytes of this process in memory.
    var resident: Int?
    /// Which of the process's control groups is meant here: the one that sets the least limit, or its own where none has any.
    var groupFolder: String?
    /// What the control group uses in bytes, less its cached files: the kernel gives those up before it kills, also those that
    /// the working set counts. Shared memory is no cached file.
    var groupUsed: Int?
    /// The same with its cached files.
    var groupUsedWithFiles: Int?
    /// The least limit of the process's control groups in bytes.
    var groupLimit: Int?
    /// The machine's memory in bytes.
    var machineBytes: Int?
    /// Bytes of the blocks in use, where the hooks count them.
    var live: Int?
    /// Bytes allocated since the process started, where the hooks count them.
    var allocated: UInt64?
    /// Pages that the process touched for the first time or anew, since it started.
    var minorFaults: UInt64?
    /// How often the control group's limit was hit, since the group was made.
    var limitHits: UInt64?
    /// How often nothing could be given up at the limit, or something was killed.
    var outOfMemory: UInt64?
    /// Whose tasks the stalls are those of.
    var stallScope: MemoryStall.Scope?
    /// How long some task of these has waited for memory.
    var stalledSome: Duration?
    /// How long all of them have at once.
    var stalledFull: Duration?

    init() {}
}

extension MemoryObservation {
    /// Bytes that count against a limit.
    func used(against source: EffectiveLimit.Source) -> Int? {
        switch source {
        case .setting, .machine: resident
        case .controlGroup: groupUsed ?? resident
        }
    }

    /// What stands for the live heap where it is not counted.
    var heap: Int? { live ?? resident }
}
