import Foundation

/// A file that another `trimtab` has left, held meanwhile so that no third one takes it.
///
/// Whether the program that wrote a recording lives says nothing of the `trimtab` that accompanied it: that one is busy
/// with the summary for a while, and saves the file by its name in the end. Its lock says so (``RunningFile``).
struct UnheldFile {
    private let descriptor: Int32

    /// Holds the file; nil where there is none, or while another process holds it.
    init?(path: String) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        var held = stat()
        var named = stat()
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &held) == 0, lstat(path, &named) == 0,
            held.st_ino == named.st_ino, held.st_dev == named.st_dev
        else {
            close(descriptor)
            return nil
        }
    }

    func release() { close(descriptor) }
}
