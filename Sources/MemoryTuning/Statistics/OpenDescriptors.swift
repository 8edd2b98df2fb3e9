#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Counts this process's open descriptors.
struct OpenDescriptors: Sendable {
    private let folder: String

    init(_ paths: SystemPaths) { folder = "\(paths.processes)/self/fd" }

    func count() -> Int? {
        var status = stat()
        guard stat(folder, &status) == 0 else { return nil }
        // Since Linux 6.2 the folder's size tells; before that it is 0.
        if status.st_size > 0, isProcfs { return Int(exactly: status.st_size) }
        return entries()
    }

    /// Folders of other file systems have a size of another meaning.
    private var isProcfs: Bool { folder.hasPrefix(SystemPaths.live.processes + "/") }

    private func entries() -> Int? {
        guard let stream = opendir(folder) else { return nil }
        defer { closedir(stream) }
        var count = 0
        while let entry = readdir(stream) {
            // `.` and `..`
            if entry.pointee.d_name.0 != CChar(bitPattern: UInt8(ascii: ".")) { count += 1 }
        }
        // The one by which they were counted is gone by now.
        return isProcfs ? count - 1 : count
    }
}
