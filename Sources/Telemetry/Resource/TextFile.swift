#if Server

internal import Foundation

/// Reads the beginning of a small file of the system.
enum TextFile {
    /// Nil where there is no such file, or it is no UTF-8.
    static func read(_ path: String, limit: Int) -> String? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        var data = Data()
        // Files of /proc come in pieces.
        while data.count < limit, let part = try? file.read(upToCount: limit - data.count), !part.isEmpty {
            data.append(part)
        }
        return String(validating: data, as: UTF8.self)
    }
}

#endif
