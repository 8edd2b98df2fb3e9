internal import Checkup
internal import Foundation

/// A control group with a memory limit, made for a trial and removed with the value.
final class LimitedGroup {
    private let folder: String
    private let version: Int
    private let killsBefore: Int

    /// Where members are written to.
    var members: String { "\(folder)/cgroup.procs" }

    /// - Throws: If none can be made here, and what to do.
    init(limit: Int) throws(ExperimentError) {
        guard let own = ControlGroupFolders(controller: "memory"), let parent = own.folders.first else {
            throw Self.failure("no control group with a memory controller is mounted")
        }
        version = own.version
        let folder = "\(parent)/trimtab-tune-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        self.folder = folder
        guard mkdir(folder, 0o755) == 0 else {
            throw Self.failure("'\(folder)' cannot be made: \(String(cString: strerror(errno)))")
        }
        let file = version == 1 ? "memory.limit_in_bytes" : "memory.max"
        guard FileManager.default.fileExists(atPath: "\(folder)/\(file)") else {
            rmdir(folder)
            throw Self.failure("'\(parent)' does not hand its memory controller down (cgroup.subtree_control)")
        }
        guard Self.write("\(limit)", to: "\(folder)/\(file)") else {
            let reason = String(cString: strerror(errno))
            rmdir(folder)
            throw Self.failure("'\(folder)/\(file)' does not take \(limit): \(reason)")
        }
        // What is swapped out would survive any limit. Both may be missing where there is no swap.
        _ = Self.write(
            version == 1 ? "\(limit)" : "0",
            to: "\(folder)/\(version == 1 ? "memory.memsw.limit_in_bytes" : "memory.swap.max")"
        )
        killsBefore = Self.kills(folder, version)
    }

    deinit {
        // It cannot be removed before the kernel has let go of the last process.
        for _ in 0..<200 where rmdir(folder) != 0 && errno == EBUSY { Clock.pause(0.01) }
    }

    /// Whether the kernel killed a process of it for want of memory.
    var hadKill: Bool { Self.kills(folder, version) > killsBefore }

    private static func kills(_ folder: String, _ version: Int) -> Int {
        let text = SystemFiles().text("\(folder)/\(version == 1 ? "memory.oom_control" : "memory.events")") ?? ""
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ")
            if fields.count == 2, fields[0] == "oom_kill" { return Int(fields[1]) ?? 0 }
        }
        return 0
    }

    private static func write(_ text: String, to path: String) -> Bool {
        let file = open(path, O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        return Foundation.write(file, text, text.utf8.count) == text.utf8.count
    }

    private static func failure(_ reason: String) -> ExperimentError {
        ExperimentError(
            .noControlGroup,
            """
            --limit needs a control group of its own, and \(reason): run trimtab as root, or with systemd by \
            systemd-run --scope -p Delegate=yes
            """
        )
    }
}
