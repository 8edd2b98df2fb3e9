#if Server

/// The header `tracestate` of the W3C recommendation Trace Context: what other tracing systems want passed on.
enum TraceState {
    private static let maximumMembers = 32

    /// The header without spaces between its members; nil where it breaks the rules, so that it is not passed on.
    static func valid(_ header: String) -> String? {
        var keys: Set<Substring> = []
        var members: [String] = []
        for part in header.split(separator: ",") {
            let member = String(part).trimmingSpaces()
            if member.isEmpty { continue }
            guard
                let equals = member.firstIndex(of: "="),
                isKey(member[..<equals]),
                isValue(member[member.index(after: equals)...]),
                keys.insert(member[..<equals]).inserted
            else { return nil }
            members.append(member)
        }
        return members.count <= maximumMembers && !members.isEmpty ? members.joined(separator: ",") : nil
    }

    /// Lower-case letters, digits, and `_-*/`; perhaps a tenant, `@` and a system.
    private static func isKey(_ key: Substring) -> Bool {
        guard let first = key.utf8.first, (1...256).contains(key.utf8.count) else { return false }
        guard isLetter(first) || isDigit(first) else { return false }
        return key.utf8.allSatisfy { isLetter($0) || isDigit($0) || "_-*/@".utf8.contains($0) }
            && key.utf8.count(where: { $0 == UInt8(ascii: "@") }) <= 1
    }

    private static func isValue(_ value: Substring) -> Bool {
        (1...256).contains(value.utf8.count) && value.utf8.last != UInt8(ascii: " ")
            && value.utf8.allSatisfy {
                (0x20...0x7e).contains($0) && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "=")
            }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

#endif
