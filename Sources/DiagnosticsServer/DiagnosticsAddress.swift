#if Server

internal import NIOCore

/// Where diagnostics are served.
public enum DiagnosticsAddress: Hashable, Sendable {
    /// A host's name or address, and a port; 0 takes a free one.
    case network(host: String, port: Int)
    /// The path of a socket file. `{pid}` in it is replaced by the id of the process.
    case unix(path: String)
    /// Nowhere.
    case off

    /// Reads an address as people write it: `127.0.0.1:6060`, `[::1]:6060`, `unix:///run/x-{pid}.sock`, `off`. Without a host, as in
    /// `:6060`, it is all of the machine's addresses.
    ///
    /// - Throws: ``DiagnosticsServerError`` that names the text and what is allowed.
    public init(parsing text: String) throws(DiagnosticsServerError) {
        let prefix = "unix://"
        if text.lowercased() == "off" || text.isEmpty {
            self = .off
        } else if text.hasPrefix(prefix) {
            self = .unix(path: String(text.dropFirst(prefix.count)))
        } else {
            guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]) else {
                throw Self.refusal(text, "is no address with a port")
            }
            self = .network(host: try Self.host(String(text[..<colon]), in: text), port: port)
        }
        try validate()
    }

    private static func host(_ text: String, in whole: String) throws(DiagnosticsServerError) -> String {
        if text.hasPrefix("["), text.hasSuffix("]") { return String(text.dropFirst().dropLast()) }
        guard !text.contains(":") else { throw refusal(whole, "is no address: put one of IPv6 in brackets") }
        return text.isEmpty ? "0.0.0.0" : text
    }

    /// Does nothing if the address makes sense.
    func validate() throws(DiagnosticsServerError) {
        switch self {
        case .off: break
        case .unix(let path):
            guard path.hasPrefix("/"), !path.hasSuffix("/"), !path.utf8.contains(0) else {
                throw Self.refusal(description, "names no file: its path must begin with / and end with a name")
            }
            // sun_path of sockaddr_un, with its NUL.
            guard expandedPath(path).utf8.count < 108 else {
                throw Self.refusal(description, "has a path that is longer than the 107 bytes that the system allows")
            }
        case .network(let host, let port):
            guard (0...65_535).contains(port) else {
                throw Self.refusal(description, "has a port above 65535 or below 0")
            }
            guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "/") }) else {
                throw Self.refusal(description, "has no host that could be one")
            }
        }
    }

    private static func refusal(_ text: String, _ what: String) -> DiagnosticsServerError {
        DiagnosticsServerError(
            .invalidSetting,
            "diagnostics address '\(text)': \(what); give HOST:PORT such as 127.0.0.1:6060,"
                + " unix:///run/my-server-{pid}.sock, or off"
        )
    }

    /// Whether those on this machine alone can reach it.
    package var isLocal: Bool {
        switch self {
        case .off, .unix: true
        case .network(let host, _): HostName.isLoopback(host)
        }
    }
}

extension DiagnosticsAddress: CustomStringConvertible {
    /// As people write it.
    public var description: String {
        switch self {
        case .off: "off"
        case .unix(let path): "unix://\(path)"
        case .network(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        }
    }
}

#endif
