internal import CTrimtabPlatform

extension Recording {
    /// How far the recorded process had come.
    public enum State: String, Hashable, Sendable, CaseIterable {
        case starting
        case running
        /// The process ran its exit handlers.
        case ended
    }

    /// How far the process had come by its own account: one that was killed stays at ``State/running``.
    public var state: State {
        switch header.state {
        case TRIMTAB_STATE_STARTING.rawValue: .starting
        case TRIMTAB_STATE_ENDED.rawValue: .ended
        default: .running
        }
    }

    /// The id of the process, as it saw it itself.
    public var processID: Int { Int(header.pid) }

    /// Whether the process exists now. Another one that was given its id since is not taken for it.
    public var isProcessAlive: Bool {
        ProcessIdentity(id: processID, start: header.process_start, boot: header.boot).isAlive
    }

    /// The recording at `path`, as it was left; nil while its process exists.
    ///
    /// It is read again once the process is gone: what the process wrote last of all says that it ended by itself.
    package static func ofEndedProcess(at path: String) throws(RecordingError) -> Recording? {
        let recording = try Recording(contentsOf: path)
        return recording.isProcessAlive ? nil : try Recording(contentsOf: path)
    }

    /// Whether the process is gone without having run its exit handlers: it was killed, or crashed.
    public var isUnclean: Bool {
        state != .ended && !isProcessAlive
    }

    /// Whether it was marked by ``markReported()``.
    public var isReported: Bool {
        header.flags & TRIMTAB_FLAG_REPORTED.rawValue != 0
    }

    /// The control group's memory limit in bytes; nil if there was none or it is not known.
    public var memoryLimit: Int? { header.memory_limit == 0 ? nil : Int(recorded: header.memory_limit) }

    /// When it began, in nanoseconds since 1970; 0 if unknown.
    var startWallTime: UInt64 { header.start_wall_time }

    /// 1 for the first program that was recorded; one more for each exec of its process, and for each process to which a
    /// small program gave the recording.
    public var generation: Int { Int(header.generation) }

    /// Children that the process forked and that went on without exec: they are not recorded.
    public var forks: Int { Int(recorded: header.forks) }

    /// Whether the live bytes are exact and not estimated from samples.
    public var isLiveBytesExact: Bool {
        header.flags & TRIMTAB_FLAG_LIVE_BYTES_EXACT.rawValue != 0
    }

    /// Whether every allocation was recorded and not samples of them.
    public var isEveryAllocationTraced: Bool {
        header.flags & TRIMTAB_FLAG_TRACE_ALL.rawValue != 0
    }
}
