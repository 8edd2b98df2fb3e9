/// One of the control groups that bound what a process may use: its own, or one above it. Its files are kept open.
struct ControlGroupLevel: Sendable {
    let folder: String

    private let version: ControlGroupVersion
    private let usageFile: KernelFile?
    private let statFile: KernelFile?
    private let eventsFile: KernelFile?
    private let failuresFile: KernelFile?
    private let maxFile: KernelFile?
    private let highFile: KernelFile?

    /// - Parameter isAbove: Whether it is above the process's own.
    init(_ folder: String, _ version: ControlGroupVersion, isAbove: Bool) {
        self.folder = folder
        self.version = version
        usageFile = KernelFile("\(folder)/\(version.usageFile)")
        // More than 50 lines of up to 40 bytes, and more with each version of the kernel.
        statFile = KernelFile("\(folder)/memory.stat", capacity: 16384)
        maxFile = KernelFile("\(folder)/\(version.maxFile)")
        switch version {
        case .one:
            eventsFile = KernelFile("\(folder)/memory.oom_control")
            failuresFile = KernelFile("\(folder)/memory.failcnt")
            highFile = nil
        case .two:
            // Above, the limits of siblings are hit as well, which are counted in `memory.events` and not in its local twin.
            let local = isAbove ? KernelFile("\(folder)/memory.events.local") : nil
            eventsFile = local ?? KernelFile("\(folder)/memory.events")
            failuresFile = nil
            highFile = KernelFile("\(folder)/memory.high")
        }
    }

    func usage() -> Int? { usageFile?.read(KernelText.onlyNumber) }

    /// What it sets itself.
    func limit() -> ControlGroupLimit {
        ControlGroupLimit(
            max: maxFile?.read(KernelText.onlyNumber).flatMap(Self.limit),
            high: highFile?.read(KernelText.onlyNumber).flatMap(Self.limit)
        )
    }

    func events() -> ControlGroupEvents {
        var events = ControlGroupEvents(max: failuresFile?.read(KernelText.onlyNumber))
        _ = eventsFile?.read { text -> Void? in
            if version == .two {
                events.high = KernelText.number(of: "high", in: text)
                events.max = KernelText.number(of: "max", in: text)
                events.outOfMemory = KernelText.number(of: "oom", in: text)
            } else {
                events.isOutOfMemory = KernelText.number(of: "under_oom", in: text).map { $0 != 0 }
            }
            events.kills = KernelText.number(of: "oom_kill", in: text)
        }
        return events
    }

    /// What is read of `memory.stat`.
    struct Stat {
        var inactiveFile: Int?
        var activeFile: Int?
        /// Version 1's own sum over the groups above, of which some may not be seen, or their limits not apply.
        var hierarchicalLimit: Int?
    }

    func stat() -> Stat? {
        statFile?.read { text in
            switch version {
            case .one:
                Stat(
                    inactiveFile: KernelText.number(of: "total_inactive_file", in: text),
                    activeFile: KernelText.number(of: "total_active_file", in: text),
                    hierarchicalLimit: KernelText.number(of: "hierarchical_memory_limit", in: text)
                )
            case .two:
                Stat(
                    inactiveFile: KernelText.number(of: "inactive_file", in: text),
                    activeFile: KernelText.number(of: "active_file", in: text)
                )
            }
        }
    }

    /// Version 1 writes "no limit" as the largest number of whole pages. 0 is a limit: nothing may be used.
    static func limit(_ number: Int) -> Int? { number < 1 << 60 ? number : nil }
}
