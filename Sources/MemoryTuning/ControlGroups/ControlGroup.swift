/// The control group that this process's memory is charged to. Its files are kept open; reading them does not allocate.
///
/// Limits are read anew each time, so one that is changed while the process runs is followed. What the kernel does not tell
/// or no longer tells is nil.
package final class ControlGroup: Sendable {
    /// Which interface it has.
    package let version: ControlGroupVersion
    /// Its own folder.
    package let folder: String

    private let usageFile: KernelFile?
    private let statFile: KernelFile?
    private let eventsFile: KernelFile?
    private let failuresFile: KernelFile?
    private let maxFiles: [KernelFile]
    private let highFiles: [KernelFile]

    /// Nil where there is no control group for memory, or none that can be read.
    package init?(_ paths: SystemPaths = .live) {
        guard let (version, folders) = ControlGroupSearch(paths: paths).folders(), let own = folders.first else {
            return nil
        }
        self.version = version
        folder = own
        usageFile = KernelFile("\(own)/\(version.usageFile)")
        // More than 50 lines of up to 40 bytes, and more with each version of the kernel.
        statFile = KernelFile("\(own)/memory.stat", capacity: 16384)
        switch version {
        case .one:
            eventsFile = KernelFile("\(own)/memory.oom_control")
            failuresFile = KernelFile("\(own)/memory.failcnt")
            highFiles = []
        case .two:
            eventsFile = KernelFile("\(own)/memory.events")
            failuresFile = nil
            highFiles = folders.compactMap { KernelFile("\($0)/memory.high") }
        }
        maxFiles = folders.compactMap { KernelFile("\($0)/\(version.maxFile)") }
    }

    /// Bytes charged to the group, its cached files included, from `memory.current` or `memory.usage_in_bytes`. The kernel
    /// charges in batches: up to 64 pages per processor may be missing or too many.
    package func usage() -> Int? { usageFile?.read(KernelText.onlyNumber) }

    /// The limits in force.
    package func limit() -> ControlGroupLimit { limit(with: version == .one ? stat() : nil) }

    /// Bytes of cached files that have not been used lately, which the kernel gives up first: `inactive_file` of
    /// `memory.stat`. Usage less this is what Kubernetes calls the working set.
    package func inactiveFile() -> Int? { stat()?.inactiveFile }

    /// What has happened for want of memory.
    package func events() -> ControlGroupEvents {
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

    /// All of it, with each file read once.
    package func memory() -> ControlGroupMemory {
        let stat = stat()
        return ControlGroupMemory(
            version: version,
            usage: usage(),
            inactiveFile: stat?.inactiveFile,
            activeFile: stat?.activeFile,
            limit: limit(with: stat),
            events: events()
        )
    }

    private struct Stat {
        var inactiveFile: Int?
        var activeFile: Int?
        var limit: Int?
    }

    private func stat() -> Stat? {
        statFile?.read { text in
            switch version {
            case .one:
                Stat(
                    inactiveFile: KernelText.number(of: "total_inactive_file", in: text),
                    activeFile: KernelText.number(of: "total_active_file", in: text),
                    limit: KernelText.number(of: "hierarchical_memory_limit", in: text)
                )
            case .two:
                Stat(
                    inactiveFile: KernelText.number(of: "inactive_file", in: text),
                    activeFile: KernelText.number(of: "active_file", in: text)
                )
            }
        }
    }

    private func limit(with stat: Stat?) -> ControlGroupLimit {
        // Version 1's own sum knows groups that cannot be seen, and whether their limits apply.
        if let limit = stat?.limit { return ControlGroupLimit(max: Self.limit(limit)) }
        return ControlGroupLimit(max: Self.least(maxFiles), high: Self.least(highFiles))
    }

    private static func least(_ files: [KernelFile]) -> Int? {
        var least: Int?
        for file in files {
            guard let number = file.read(KernelText.onlyNumber), let limit = limit(number) else { continue }
            least = min(least ?? limit, limit)
        }
        return least
    }

    /// Version 1 writes "no limit" as the largest number of whole pages. 0 is a limit: nothing may be used.
    private static func limit(_ number: Int) -> Int? { number < 1 << 60 ? number : nil }
}
