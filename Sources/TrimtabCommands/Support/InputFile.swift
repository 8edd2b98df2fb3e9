import Foundation

/// Checks on what a command is to read.
package enum InputFile {
    package static func checkFolder(_ path: String, option: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw CommandError(.badInput, "\(option) '\(path)': \(errorText(errno)): name an existing folder")
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw CommandError(.badInput, "\(option) '\(path)': it is not a folder")
        }
    }

    /// The first `count` bytes of a file, fewer if it is shorter.
    package static func head(of path: String, count: Int) throws -> [UInt8] {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let error = errno
            let reason = error == ENOENT ? "there is no such file" : errorText(error)
            throw CommandError(.badInput, "cannot read '\(path)': \(reason): name a recording or a pprof file")
        }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw CommandError(.badInput, "cannot read '\(path)': it is a directory: name a recording in it")
        }
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw CommandError(.badInput, "cannot read '\(path)': \(errorText(errno))")
        }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: count)
        let length = read(file, &bytes, count)
        guard length >= 0 else {
            throw CommandError(.badInput, "cannot read '\(path)': \(errorText(errno))")
        }
        return Array(bytes.prefix(length))
    }
}
