import Foundation

@testable import MemoryTuning

/// Folders that stand for /proc and /sys/fs/cgroup.
final class SystemFixture {
    let root: String
    var paths: SystemPaths { SystemPaths(processes: "\(root)/proc", controlGroups: "\(root)/cgroup") }

    init() throws {
        root = NSTemporaryDirectory() + "trimtab-system-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    /// Makes a file or gives it other content. One that is open shows it, too.
    func write(_ text: String, to path: String) throws { try write(Array(text.utf8), to: path) }

    func write(_ bytes: [UInt8], to path: String) throws {
        let path = "\(root)/\(path)"
        // Not a new file: whoever has it open shall see it.
        let file = open(path, O_WRONLY)
        guard file >= 0 else {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            return try Data(bytes).write(to: URL(fileURLWithPath: path))
        }
        defer { close(file) }
        // Truncated afterwards: file systems write at once what was emptied before.
        let isWritten = Foundation.write(file, bytes, bytes.count) == bytes.count && ftruncate(file, bytes.count) == 0
        guard isWritten else { throw POSIXError(.EIO) }
    }
}

extension SystemFixture {
    /// Control groups of version 2.
    static func versionTwo(group: String = "/", mountRoot: String = "/") throws -> SystemFixture {
        let fixture = try SystemFixture()
        try fixture.write("0::\(group)\n", to: "proc/self/cgroup")
        try fixture.write(
            """
            22 28 0:21 / /proc rw,relatime shared:12 - proc proc rw
            30 23 0:26 \(mountRoot) /sys/fs/cgroup rw,nosuid,relatime shared:4 - cgroup2 cgroup2 rw,nsdelegate

            """,
            to: "proc/self/mountinfo"
        )
        return fixture
    }

    /// Control groups of version 1, with a version 2 beside them that has no memory controller.
    static func versionOne(group: String = "/", mountRoot: String = "/") throws -> SystemFixture {
        let fixture = try SystemFixture()
        try fixture.write("9:name=systemd:/\n4:memory:\(group)\n1:cpu,cpuacct:/x\n0::/\n", to: "proc/self/cgroup")
        try fixture.write(
            """
            31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
            32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu
            35 31 0:32 \(mountRoot) /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
            41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw

            """,
            to: "proc/self/mountinfo"
        )
        return fixture
    }

    /// A group's files of version 2; nil leaves a file out.
    func writeGroup(_ group: String, usage: Int? = 0, max: String? = "max", high: String? = "max") throws {
        if let usage { try write("\(usage)\n", to: "cgroup\(group)/memory.current") }
        if let max { try write("\(max)\n", to: "cgroup\(group)/memory.max") }
        if let high { try write("\(high)\n", to: "cgroup\(group)/memory.high") }
    }
}
