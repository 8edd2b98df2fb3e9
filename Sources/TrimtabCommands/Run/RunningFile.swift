import Foundation
import Profiles

/// A recording's file while the program runs: `OUTPUT.running`.
///
/// Locked as long as this process lives. One that is found there unlocked was left by a `trimtab` that was killed, with
/// its program or without.
struct RunningFile {
    let descriptor: Int32
    let path: String

    /// Less room than this is left to others: the recording goes to memory.
    private static let leastFreeBytes: UInt64 = 512 << 20

    static func path(output: String) -> String { "\(output).running" }

    /// Makes the file; nil where that cannot be: beside a device, on a full disk, or while another `trimtab` has it.
    init?(output: String) {
        var status = stat()
        if stat(output, &status) == 0, status.st_mode & S_IFMT != S_IFREG { return nil }
        path = Self.path(output: output)
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return nil }
        // A file that is not empty is a recording that could not be moved out of the way, or a program still writes it.
        guard Self.lock(descriptor), fstat(descriptor, &status) == 0, status.st_size == 0 else {
            close(descriptor)
            return nil
        }
        guard Self.isMappable(descriptor), Self.hasRoom(descriptor) else {
            unlink(path)
            close(descriptor)
            return nil
        }
    }

    /// Locks the file. Another `trimtab` may just be looking whether it was left by a dead one: that takes a moment.
    private static func lock(_ descriptor: Int32) -> Bool {
        for _ in 0..<50 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            guard errno == EWOULDBLOCK else { return false }
            usleep(1000)
        }
        return false
    }

    private static func isMappable(_ descriptor: Int32) -> Bool {
        let size = 4096
        guard ftruncate(descriptor, off_t(size)) == 0 else { return false }
        let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        guard memory != MAP_FAILED else { return false }
        munmap(memory, size)
        return ftruncate(descriptor, 0) == 0
    }

    private static func hasRoom(_ descriptor: Int32) -> Bool {
        var disk = statvfs()
        guard fstatvfs(descriptor, &disk) == 0 else { return false }
        return UInt64(disk.f_bavail) * UInt64(disk.f_frsize) >= leastFreeBytes
    }
}
