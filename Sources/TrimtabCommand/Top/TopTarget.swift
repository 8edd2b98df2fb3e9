import Foundation
import TrimtabCommands

/// What `trimtab top` is to look at, as it was typed.
enum TopTarget: Equatable {
    case process(Int)
    /// A recording, live or not.
    case recording(String)
    /// A diagnostics server: its address without the path, and the token that was given as the password in it.
    case server(String, token: String? = nil)

    /// - Throws: ``CommandError`` for what is none of these.
    init(_ text: String) throws {
        if let id = Int(text) {
            guard id > 0, id <= Int(Int32.max) else {
                throw CommandError(.badValue, "'\(text)' is no process id: expected 1 to \(Int32.max)")
            }
            self = .process(id)
            return
        }
        let lowercased = text.lowercased()
        if lowercased.hasPrefix("http://") || lowercased.hasPrefix("https://") {
            guard let url = URLComponents(string: text), let host = url.host, !host.isEmpty else {
                throw CommandError(.badValue, "'\(text)' is no URL: expected one such as http://127.0.0.1:6060")
            }
            var origin = URLComponents()
            (origin.scheme, origin.host, origin.port) = (url.scheme?.lowercased(), host, url.port)
            self = .server(origin.string ?? text, token: url.password)
            return
        }
        if lowercased.hasPrefix("unix:") {
            let path = String(text.dropFirst("unix:".count))
            self = try .socket(path.hasPrefix("//") ? String(path.dropFirst(2)) : path)
            return
        }
        var status = stat()
        guard stat(text, &status) == 0 else {
            throw CommandError(
                .badValue,
                "'\(text)' is no process id, no URL, and no file: \(errorText(errno)). Name a process id,"
                    + " http://HOST:PORT, a socket or a recording"
            )
        }
        self = status.st_mode & S_IFMT == S_IFSOCK ? try .socket(text) : .recording(text)
    }

    private static func socket(_ path: String) throws -> TopTarget {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw CommandError(.badInput, "there is no socket '\(path)': \(errorText(errno)): does the service run?")
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw CommandError(.badInput, "'\(path)' is no socket") }
        let full = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        let escaped = full.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? full
        return .server("http+unix://\(escaped)")
    }
}
