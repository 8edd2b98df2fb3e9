#if Server

/// Names and addresses of hosts, as they stand in addresses and in the header `Host`.
enum HostName {
    /// Whether it is this machine's own: `localhost`, 127.0.0.0/8 or ::1.
    static func isLoopback(_ host: String) -> Bool {
        let host = host.lowercased()
        if ["localhost", "localhost.", "::1", "0:0:0:0:0:0:0:1"].contains(host) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in part.utf8.allSatisfy { (48...57).contains($0) } && UInt8(part) != nil }
    }

    /// The host of `HOST` or `HOST:PORT`, without the brackets of IPv6; nil if it is neither.
    static func host(ofAuthority text: String) -> String? {
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || isPort(rest) else { return nil }
            return String(text[text.index(after: text.startIndex)..<end])
        }
        guard let colon = text.firstIndex(of: ":") else { return text.isEmpty ? nil : text }
        guard isPort(text[colon...]), colon != text.startIndex else { return nil }
        return String(text[..<colon])
    }

    /// Whether it is a colon and digits.
    private static func isPort(_ text: Substring) -> Bool {
        text.first == ":" && text.utf8.dropFirst().allSatisfy { (48...57).contains($0) } && text.utf8.count <= 6
    }
}

#endif
