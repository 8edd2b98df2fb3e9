import Foundation

/// A file that a command will write at its end; `-` is standard output.
struct OutputFile {
    let path: String
    /// The option that named it, for messages.
    let option: String

    /// Fails if more than one of them is standard output.
    /// - Returns: Whether one is.
    static func checkStandardOutput(_ files: [OutputFile?]) throws -> Bool {
        let options = files.compactMap { $0 }.filter { $0.path == "-" }.map(\.option)
        guard options.count < 2 else {
            let names = options.joined(separator: " and ")
            throw CommandError(.badOutput, "\(names) cannot both go to standard output: name a file for one")
        }
        return !options.isEmpty
    }

    /// Fails if the file could not be written as things are now, without creating or changing it.
    func check() throws {
        guard path != "-" else { return }
        var status = stat()
        if stat(path, &status) == 0 {
            if status.st_mode & S_IFMT == S_IFDIR {
                throw CommandError(.badOutput, "\(option) '\(path)': it is a directory, name a file in it")
            }
            guard access(path, W_OK) == 0 else { throw unwritable(errno) }
            return
        }
        guard errno == ENOENT else { throw unwritable(errno) }
        let directory = Self.directory(of: path)
        guard stat(directory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw CommandError(.badOutput, "\(option) '\(path)': there is no directory '\(directory)', create it first")
        }
        guard !path.hasSuffix("/") else {
            throw CommandError(.badOutput, "\(option) '\(path)': name a file, not a directory")
        }
        guard access(directory, W_OK | X_OK) == 0 else { throw unwritable(errno) }
    }

    /// Fails if writing the file would destroy what is read, or another recording.
    func checkKeepsRecordings(input: String) throws {
        var (own, other) = (stat(), stat())
        guard path != "-", stat(path, &own) == 0, own.st_mode & S_IFMT == S_IFREG else { return }
        if stat(input, &other) == 0, own.st_dev == other.st_dev, own.st_ino == other.st_ino {
            throw CommandError(.badOutput, "\(option) '\(path)': it is the file to report on: name another one")
        }
        if (try? InputFile.head(of: path, count: 8)) == Array("TRIMTAB1".utf8) {
            throw CommandError(.badOutput, "\(option) '\(path)': it is a recording: name another file, or remove it")
        }
    }

    /// Writes `bytes`, replacing what the file held.
    func write(_ bytes: some Sequence<UInt8>) throws {
        let isStandardOutput = path == "-"
        let file = isStandardOutput ? STDOUT_FILENO : try open()
        defer { if !isStandardOutput { close(file) } }
        let data = Data(bytes)
        var offset = 0
        while offset < data.count {
            let written = data.withUnsafeBytes { buffer in
                Foundation.write(file, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw unwritable(errno) }
            offset += written
        }
    }

    private func open() throws -> Int32 {
        let file = Foundation.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw unwritable(errno) }
        return file
    }

    private func unwritable(_ error: Int32) -> CommandError {
        CommandError(.badOutput, "\(option) '\(path)': cannot write there: \(errorText(error))")
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
