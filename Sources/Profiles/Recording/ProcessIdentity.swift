internal import Foundation

/// Which process an id meant: the kernel gives ids again, and in every container the first process has id 1.
///
/// A process is known by its id and the clock tick of its start (proc(5), `/proc/PID/stat`, field 22) within one boot
/// of the machine. What is 0 is not known and tells nothing apart.
struct ProcessIdentity: Hashable {
    var id: Int
    var start: UInt64
    var boot: UInt64

    /// Whether the process exists and has not ended. What cannot be told counts as alive.
    var isAlive: Bool {
        guard let pid = pid_t(exactly: id), pid > 0, !differ(boot, Self.currentBoot) else { return false }
        // EPERM: it exists and belongs to somebody else.
        guard kill(pid, 0) == 0 || errno == EPERM else { return false }
        guard let text = Self.text(of: "/proc/\(pid)/stat"), let status = ProcessStatus(text) else { return true }
        return !status.hasEnded && !differ(start, status.start)
    }

    private func differ(_ one: UInt64, _ other: UInt64) -> Bool {
        one != 0 && other != 0 && one != other
    }

    /// As the hooks compute it: FNV-1a of the kernel's boot id; 0 where there is none.
    private static let currentBoot: UInt64 = {
        guard let text = text(of: "/proc/sys/kernel/random/boot_id") else { return 0 }
        let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return max(1, hash)
    }()

    private static func text(of path: String) -> String? {
        guard let data = FileManager.default.contents(atPath: path), !data.isEmpty else { return nil }
        return String(decoding: data, as: UTF8.self)
    }
}
