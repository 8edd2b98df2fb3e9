import CTrimtabPlatform
import Foundation

/// A program's file, open for looking at its head.
final class ProgramFile {
    /// `st_mode`.
    let mode: mode_t
    private let descriptor: Int32

    /// Opens the file; nil and `errno` if that is not possible.
    init?(path: String) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        mode = fstat(descriptor, &status) == 0 ? status.st_mode : 0
    }

    deinit { close(descriptor) }

    /// Whether executing the file grants capabilities.
    var hasCapabilities: Bool {
        trimtab_has_file_capabilities(descriptor) != 0
    }

    /// Up to `count` bytes at `offset`; fewer where the file ends.
    func read(offset: UInt64, count: Int) -> [UInt8] {
        guard let offset = off_t(exactly: offset), count > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
            used = max(0, pread(descriptor, buffer.baseAddress, count, offset))
        }
    }
}
