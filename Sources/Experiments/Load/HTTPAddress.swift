internal import Foundation

/// Where a server listens, and a resource there: `http://127.0.0.1:8080/orders`.
package struct HTTPAddress: Sendable, Hashable {
    package let host: String
    package let port: Int
    /// With its query; begins with a slash.
    package let target: String
    package let isEncrypted: Bool

    /// nil if it is no such URL.
    package init?(_ text: String) {
        guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
            let scheme = parts.scheme?.lowercased(), ["http", "https", "tcp"].contains(scheme)
        else { return nil }
        isEncrypted = scheme == "https"
        let port = parts.port ?? (isEncrypted ? 443 : 80)
        guard (1...65_535).contains(port) else { return nil }
        self.port = port
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        let path = parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath
        target = path + (parts.percentEncodedQuery.map { "?\($0)" } ?? "")
    }

    /// The first one that a command names.
    package init?(inCommand command: String) {
        let words = command.split { $0.isWhitespace || $0 == "'" || $0 == "\"" }
        let addresses = words.filter { $0.hasPrefix("http://") || $0.hasPrefix("https://") }
        guard let first = addresses.first, let address = HTTPAddress(String(first)) else { return nil }
        self = address
    }
}
