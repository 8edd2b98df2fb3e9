import Foundation

/// How many processes of a control group the kernel has killed for lack of memory.
///
/// Counted by the kernel in `memory.events` (cgroup v2) and `memory.oom_control` (v1), field `oom_kill`:
/// Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/memory.rst.
struct OutOfMemoryKills: Equatable {
    /// The file that was read.
    var file: String
    var count: Int

    /// Reads the counter of the group that this process is in, and with it what it starts; nil where there is none.
    static func read() -> OutOfMemoryKills? {
        guard let groups = try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8),
            let mounts = try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)
        else { return nil }
        for file in files(groups: groups, mounts: mounts) {
            guard let text = try? String(contentsOfFile: file, encoding: .utf8), let count = count(in: text) else {
                continue
            }
            return OutOfMemoryKills(file: file, count: count)
        }
        return nil
    }

    /// Whether more were killed since.
    ///
    /// The group is the one of the start: a process that has ended is, in cgroup v1, in none of its own any more.
    var hasRisen: Bool {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8), let now = Self.count(in: text) else {
            return false
        }
        return now > count
    }

    /// The files that may hold the counter, the likeliest first.
    static func files(groups: String, mounts: String) -> [String] {
        var result: [String] = []
        for line in groups.split(separator: "\n") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 3 else { continue }
            let isUnified = fields[1].isEmpty
            guard isUnified || fields[1].split(separator: ",").contains("memory") else { continue }
            let name = isUnified ? "memory.events" : "memory.oom_control"
            for mount in mounts.split(separator: "\n") {
                guard let folder = folder(of: fields[2], mount: String(mount), isUnified: isUnified) else { continue }
                result.append("\(folder)/\(name)")
            }
        }
        return result
    }

    static func count(in text: String) -> Int? {
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ")
            if fields.count == 2, fields[0] == "oom_kill" { return Int(fields[1]) }
        }
        return nil
    }

    /// Where a line of mountinfo (proc(5)) makes a control group visible; nil if it is another file system.
    private static func folder(of group: String, mount: String, isUnified: Bool) -> String? {
        let fields = mount.split(separator: " ").map(String.init)
        guard let separator = fields.firstIndex(of: "-"), separator >= 6, fields.count > separator + 3 else {
            return nil
        }
        let isMemory = fields[separator + 3].split(separator: ",").contains("memory")
        guard isUnified ? fields[separator + 1] == "cgroup2" : fields[separator + 1] == "cgroup" && isMemory else {
            return nil
        }
        let root = fields[3] == "/" ? "" : fields[3]
        let isBelowRoot = group == root || group.hasPrefix(root + "/")
        // A container sees its own group as the mount's root, under whatever name.
        let path = isBelowRoot ? String(group.dropFirst(root.count)) : ""
        return fields[4] + (path == "/" ? "" : path)
    }
}
