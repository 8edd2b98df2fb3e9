import Foundation

/// What the command says to people; never mixed into a program's standard output.
enum StandardError {
    /// Writes `text`; a reader that went away is no failure.
    static func write(_ text: String) {
        writeAll(text, to: STDERR_FILENO)
    }

    /// Writes one line in the form of every message of this command.
    static func warn(_ message: String) {
        write("trimtab: \(singleLine(message))\n")
    }

    static func error(_ message: String) {
        write("trimtab: error: \(singleLine(message))\n")
    }

    private static func singleLine(_ message: String) -> String {
        message.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}

/// Writes all of `text` to a descriptor; returns false if that failed.
@discardableResult
package func writeAll(_ text: String, to descriptor: Int32) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
        let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        if written < 0, errno == EINTR || errno == EAGAIN { continue }
        guard written > 0 else { return false }
        rest = rest.dropFirst(written)
    }
    return true
}

/// What the operating system says about an `errno`.
package func errorText(_ error: Int32) -> String {
    String(cString: strerror(error))
}
