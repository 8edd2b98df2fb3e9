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
    /// Folders of other file systems have a size of another meaning.
    private let isProcfs: Bool

    init(_ paths: SystemPaths) {
        folder = "\(paths.processes)/self/fd"
        isProcfs = paths.processes == SystemPaths.live.processes
    }

    func count() -> Int? {
        var status = stat()
        // Handed over by itself, the string would be copied into an array first.
        guard folder.withCString({ stat($0, &status) }) == 0 else { return nil }
        // Since Linux 6.2 the folder's size tells; before that it is 0.
        if status.st_size > 0, isProcfs { return Int(exactly: status.st_size) }
        return entries()
    }

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
