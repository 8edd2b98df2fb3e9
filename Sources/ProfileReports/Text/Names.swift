internal import Profiles

/// How functions and files are named in a report.
struct Names {
    var usesFullNames = false
    /// Files below it are shown relative to it.
    var currentDirectory: String?

    func function(_ frame: Frame) -> String {
        DisplayWidth.printable(usesFullNames ? frame.fullName : ShortName.of(frame.function))
    }

    /// A type's name on one line.
    func type(_ name: String) -> String {
        DisplayWidth.printable(name)
    }

    /// `file:line`; nil where the file is unknown.
    func place(_ frame: Frame) -> String? {
        file(frame).map { file in frame.line.map { "\(file):\($0)" } ?? file }
    }

    func file(_ frame: Frame) -> String? {
        guard let file = frame.file, !file.isEmpty else { return nil }
        return DisplayWidth.printable(relative(file))
    }

    func relative(_ path: String) -> String {
        guard let currentDirectory, currentDirectory != "/" else { return path }
        let prefix = currentDirectory.hasSuffix("/") ? currentDirectory : currentDirectory + "/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
    }
}
