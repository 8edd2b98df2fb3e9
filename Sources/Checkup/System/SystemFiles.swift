internal import Foundation

/// The files by which the kernel tells about itself, below a root that tests put elsewhere.
package struct SystemFiles: Sendable {
    private let root: String

    /// - Parameter root: What stands before each path; empty for this machine.
    package init(root: String = "") {
        self.root = root
    }

    /// Where the file really is.
    package func path(_ path: String) -> String { root + path }

    /// The file's text without white space around it; nil if it cannot be read. Bytes that are no UTF-8 are replaced.
    package func text(_ path: String) -> String? {
        guard let data = FileManager.default.contents(atPath: self.path(path)) else { return nil }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The number in a file that holds nothing else.
    package func number(_ path: String) -> Int? { text(path).flatMap { Int($0) } }

    package func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: self.path(path)) }

    /// Where a link leads, as it is written.
    func target(ofLink path: String) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: self.path(path))
    }

    /// The value behind `key` at the start of a line, as in `VmSwap:   12 kB`, without the key.
    static func value(of key: String, in text: String) -> String? {
        for line in text.split(separator: "\n") where line.hasPrefix(key) {
            return line.dropFirst(key.count).trimmingCharacters(in: .whitespaces)
        }
        return nil
    }

    /// As ``value(of:in:)`` where the kernel gives KiB, in bytes.
    static func bytes(of key: String, in text: String) -> Int? {
        guard let kibibytes = value(of: key, in: text)?.split(separator: " ").first.flatMap({ Int($0) }) else {
            return nil
        }
        let (bytes, overflow) = kibibytes.multipliedReportingOverflow(by: 1024)
        return overflow ? nil : bytes
    }
}
