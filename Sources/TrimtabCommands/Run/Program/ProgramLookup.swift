import Foundation

/// Finds the file that a command name stands for, as a shell does.
struct ProgramLookup {
    /// The directories of `PATH`; an empty one means the current directory.
    var directories: [String]

    init(path: String? = ProcessInfo.processInfo.environment["PATH"]) {
        directories = (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "." : String($0) }
    }

    /// The path to execute, relative where `name` or its directory in `PATH` is.
    func find(_ name: String) throws -> String {
        guard !name.isEmpty else {
            throw CommandError(.badProgram, "the program's name is empty: name a program to run")
        }
        if name.contains("/") {
            try requireExecutable(name)
            return name
        }
        var refused: CommandError?
        for directory in directories {
            let candidate = directory + "/" + name
            guard access(candidate, F_OK) == 0 else { continue }
            do {
                try requireExecutable(candidate)
                return candidate
            } catch let error as CommandError {
                refused = refused ?? error
            }
        }
        if let refused { throw refused }
        let hint = access("./" + name, X_OK) == 0 ? "did you mean './\(name)'?" : "check the name, or give its path"
        throw CommandError(.badProgram, "cannot run '\(name)': there is no such program in PATH: \(hint)")
    }

    private func requireExecutable(_ path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let error = errno
            let reason = error == ENOENT ? "there is no such file: check the path, or build it first" : errorText(error)
            throw CommandError(.badProgram, "cannot run '\(path)': \(reason)")
        }
        let kind = status.st_mode & S_IFMT
        guard kind != S_IFDIR else {
            throw CommandError(.badProgram, "cannot run '\(path)': it is a directory: name the program in it")
        }
        guard kind == S_IFREG else {
            throw CommandError(.badProgram, "cannot run '\(path)': it is not a regular file")
        }
        guard access(path, X_OK) == 0 else {
            throw CommandError(.badProgram, "cannot run '\(path)': it is not executable: try chmod +x '\(path)'")
        }
    }
}
