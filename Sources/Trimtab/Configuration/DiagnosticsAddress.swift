#if Server

internal import Foundation

/// Where to listen for questions about the running process.
public enum DiagnosticsAddress: Hashable, Sendable, CustomStringConvertible {
    /// A name or address of this machine, and a port; 0 for any free one.
    case host(String, port: Int)
    /// A socket in the file system.
    case unixSocket(path: String)

    /// Reads an address as people write it: `127.0.0.1:6060`, `[::1]:6060`, `localhost:6060`,
    /// `unix:///run/service-{pid}.sock`. `{pid}` is replaced.
    ///
    /// - Returns: Nil if it is none.
    public init?(parsing text: String) {
        if text.hasPrefix(Self.scheme) {
            let pid = String(ProcessInfo.processInfo.processIdentifier)
            let path = text.dropFirst(Self.scheme.count).replacing("{pid}", with: pid)
            guard path.hasPrefix("/"), path.utf8.count <= Self.longestPath, !path.utf8.contains(0) else { return nil }
            self = .unixSocket(path: String(path))
            return
        }
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let port = Int(digits), port <= 65_535 else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || ".-_:%".contains($0)) })
        else {
            return nil
        }
        self = .host(String(host), port: port)
    }

    /// Whether nobody but this machine can reach it.
    public var isLocal: Bool {
        switch self {
        case .unixSocket: true
        case .host(let host, _):
            host == "localhost" || host == "::1" || Self.isLoopback(host)
        }
    }

    /// As people write it.
    public var description: String {
        switch self {
        case .host(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unixSocket(let path): Self.scheme + path
        }
    }

    private static let scheme = "unix://"
    /// Of `sockaddr_un`, less the NUL at its end.
    private static let longestPath = 107

    /// Whether it is in 127.0.0.0/8. A name such as `127.example.org` is not.
    private static func isLoopback(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

#endif
