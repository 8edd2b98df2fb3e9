/// Tells keys from the bytes that a terminal sends.
package struct TopKeyReader: Sendable {
    private var pending: [UInt8] = []

    package init() {}

    /// The keys that are complete; a lone escape is one when `isLast`: nothing follows at once.
    package mutating func keys(_ bytes: [UInt8], isLast: Bool) -> [TopKey] {
        pending += bytes
        var keys: [TopKey] = []
        while let (key, length) = first(isLast: isLast) {
            pending.removeFirst(length)
            if let key { keys.append(key) }
        }
        return keys
    }

    private static let sequences: [String: TopKey] = [
        "[A": .up, "[B": .down, "[C": .right, "[D": .left, "OA": .up, "OB": .down, "OC": .right, "OD": .left,
        "[H": .home, "[F": .end, "OH": .home, "OF": .end, "[1~": .home, "[4~": .end, "[7~": .home, "[8~": .end,
        "[5~": .pageUp, "[6~": .pageDown, "[Z": .backTab,
    ]

    /// The first key and its bytes; no key for what is unknown, nil if it is not complete.
    private func first(isLast: Bool) -> (TopKey?, Int)? {
        guard let byte = pending.first else { return nil }
        switch byte {
        case 0x1b: return escape(isLast: isLast)
        case 0x09: return (.tab, 1)
        case 0x0a, 0x0d: return (.enter, 1)
        case 0x08, 0x7f: return (.backspace, 1)
        case 1...26: return (.control(Character(UnicodeScalar(byte + 0x60))), 1)
        case 0x20..<0x7f: return (.character(Character(UnicodeScalar(byte))), 1)
        default: return wide(isLast: isLast)
        }
    }

    private func escape(isLast: Bool) -> (TopKey?, Int)? {
        guard pending.count > 1 else { return isLast ? (.escape, 1) : nil }
        guard pending[1] == UInt8(ascii: "[") || pending[1] == UInt8(ascii: "O") else { return (.escape, 1) }
        // A sequence ends with a letter or a tilde.
        guard let end = pending.dropFirst(2).firstIndex(where: { 0x40...0x7e ~= $0 }), end < 16 else {
            return isLast || pending.count > 16 ? (nil, pending.count) : nil
        }
        return (Self.sequences[String(decoding: pending[1...end], as: UTF8.self)], end + 1)
    }

    /// A character of several bytes.
    private func wide(isLast: Bool) -> (TopKey?, Int)? {
        let length = pending[0] >= 0xf0 ? 4 : pending[0] >= 0xe0 ? 3 : pending[0] >= 0xc0 ? 2 : 1
        guard pending.count >= length else { return isLast ? (nil, pending.count) : nil }
        let text = String(decoding: pending.prefix(length), as: UTF8.self)
        guard text.count == 1, let character = text.first, character != "\u{fffd}" else { return (nil, length) }
        return (.character(character), length)
    }
}
