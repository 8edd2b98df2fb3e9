#if Server

internal import Foundation

/// A URL of a collector.
struct HTTPURL {
    /// With `/` for a path where it has none.
    let text: String

    /// Nil where it is not one of http or https with a host.
    init?(_ text: String) {
        guard
            var parts = URLComponents(string: text),
            let scheme = parts.scheme?.lowercased(), scheme == "http" || scheme == "https",
            let host = parts.host, !host.isEmpty
        else { return nil }
        if parts.path.isEmpty { parts.path = "/" }
        guard let text = parts.string else { return nil }
        self.text = text
    }

    func appending(_ path: String) -> String { text.hasSuffix("/") ? text + path : "\(text)/\(path)" }
}

#endif
