import Foundation

@testable import Checkup

/// A folder with the kernel's files of a machine on which all is well, which tests then spoil.
final class MachineFiles {
    let root: String
    /// The process that is looked at.
    static let process = 42

    var checkup: Checkup { Checkup(files: SystemFiles(root: root)) }

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("checkup-\(UUID().uuidString)").path
        try write("/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never")
        try write("/sys/devices/system/cpu/online", "0-1")
        try write("/proc/sys/vm/overcommit_memory", "0")
        try write("/proc/sys/vm/swappiness", "60")
        try write("/proc/sys/vm/max_map_count", "65530")
        try write("/proc/meminfo", "MemTotal: 8000000 kB\nSwapTotal: 0 kB\nCommitLimit: 4000 kB\nCommitted_AS: 8000 kB")
        try write("/proc/pressure/memory", "some avg10=0.00 avg60=0.00 avg300=0.00 total=0\nfull avg10=0.00")
        try write(
            "/proc/self/mountinfo",
            """
            30 24 0:26 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
            31 24 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu
            """
        )
        try putIntoGroup("/service")
        try write("/sys/fs/cgroup/memory/service/memory.limit_in_bytes", "\(512 << 20)")
        try write("/sys/fs/cgroup/memory/service/memory.usage_in_bytes", "\(100 << 20)")
        try write("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712")
        let folder = "/proc/\(Self.process)"
        try write("\(folder)/comm", "server")
        try write("\(folder)/status", "Name: server\nVmRSS: 5000 kB\nVmSwap: 0 kB\nThreads: 4")
        try write("\(folder)/environ", "PATH=/bin\0")
        try write(
            "\(folder)/maps",
            "7f2c00000000-7f2c00200000 r-xp 00000000 08:01 9 /usr/lib/x86_64-linux-gnu/libc.so.6"
        )
        try setLimits()
        try link("\(folder)/exe", to: try Self.soundProgram())
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func write(_ path: String, _ text: String) throws {
        let url = URL(fileURLWithPath: root + path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data((text + "\n").utf8).write(to: url)
    }

    func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: root + path) }

    func link(_ path: String, to target: String) throws {
        try? FileManager.default.removeItem(atPath: root + path)
        try FileManager.default.createSymbolicLink(atPath: root + path, withDestinationPath: target)
    }

    /// Puts this process and the one that is looked at into a control group of version 1.
    func putIntoGroup(_ name: String) throws {
        for process in ["self", "\(Self.process)"] {
            try write("/proc/\(process)/cgroup", "4:memory:\(name)\n3:cpu:\(name)\n0::/")
        }
    }

    func setLimits(openFiles: String = "65536", addressSpace: String = "unlimited", fileSize: String = "unlimited")
        throws
    {
        let rows = [("Max file size", fileSize), ("Max open files", openFiles), ("Max address space", addressSpace)]
        let lines = rows.map { name, soft in
            name.padding(toLength: 26, withPad: " ", startingAt: 0)
                + soft.padding(toLength: 21, withPad: " ", startingAt: 0) + "unlimited            units"
        }
        let head = "Limit                     Soft Limit           Hard Limit           Units"
        try write("/proc/\(Self.process)/limits", ([head] + lines).joined(separator: "\n"))
    }

    /// This test program: SwiftPM builds with frame pointers, debug information and shared libraries.
    private static func soundProgram() throws -> String {
        try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    }
}
