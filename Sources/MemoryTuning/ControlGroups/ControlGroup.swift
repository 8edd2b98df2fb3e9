/// The control group that this process's memory is charged to. Its files are kept open; reading them does not allocate.
///
/// Limits are read anew each time, so one that is changed while the process runs is followed. What the kernel does not tell
/// or no longer tells is nil.
package final class ControlGroup: Sendable {
    /// Which interface it has.
    package let version: ControlGroupVersion
    /// Its own folder.
    package var folder: String { own.folder }

    private let own: ControlGroupLevel
    /// It and those above it that can be seen, from the inside outwards.
    private let levels: [ControlGroupLevel]

    /// Nil where there is no control group for memory, or none that can be read.
    package init?(_ paths: SystemPaths = .live) {
        guard let (version, folders) = ControlGroupSearch(paths: paths).folders() else { return nil }
        self.version = version
        levels = folders.enumerated().map { ControlGroupLevel($1, version, isAbove: $0 > 0) }
        guard let own = levels.first else { return nil }
        self.own = own
    }

    /// Bytes charged to the group, its cached files included, from `memory.current` or `memory.usage_in_bytes`. The kernel
    /// charges in batches: up to 64 pages per processor may be missing or too many.
    package func usage() -> Int? { own.usage() }

    /// The limits in force.
    package func limit() -> ControlGroupLimit { limit(with: version == .one ? own.stat() : nil).limit }

    /// Bytes of cached files that have not been used lately, which the kernel gives up first: `inactive_file` of
    /// `memory.stat`. Usage less this is what Kubernetes calls the working set.
    package func inactiveFile() -> Int? { own.stat()?.inactiveFile }

    /// What has happened for want of memory.
    package func events() -> ControlGroupEvents { own.events() }

    /// All of it, with each file read once.
    package func memory() -> ControlGroupMemory {
        let stat = own.stat()
        let usage = own.usage()
        let events = own.events()
        let (limit, index) = limit(with: stat)
        var memory = ControlGroupMemory(
            version: version,
            usage: usage,
            inactiveFile: stat?.inactiveFile,
            limit: limit,
            events: events
        )
        let level = levels[index]
        // Of a group above only the limit may be readable.
        memory.limited =
            if index > 0, let usage = level.usage() {
                ControlGroupUse(folder: level.folder, usage: usage, stat: level.stat(), events: level.events())
            } else {
                usage.map { ControlGroupUse(folder: folder, usage: $0, stat: stat, events: events) }
            }
        return memory
    }

    /// The limits in force, and the level that sets the least. Of several, the outermost is: more is charged to it.
    private func limit(with stat: ControlGroupLevel.Stat?) -> (limit: ControlGroupLimit, level: Int) {
        var limit = ControlGroupLimit()
        var least = Int.max
        var level = 0
        let sum = stat?.hierarchicalLimit
        for index in levels.indices {
            let own = levels[index].limit()
            limit.max = ControlGroupLimit.lesser(limit.max, own.max)
            limit.high = ControlGroupLimit.lesser(limit.high, own.high)
            // Where version 1 says which limit is in force, only a level that has it sets it.
            guard let bytes = own.effective, bytes <= least, sum.map({ $0 == bytes }) ?? true else { continue }
            (least, level) = (bytes, index)
        }
        if let sum { limit = ControlGroupLimit(max: ControlGroupLevel.limit(sum)) }
        return (limit, level)
    }
}
