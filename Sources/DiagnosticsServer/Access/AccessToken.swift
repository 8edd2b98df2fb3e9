#if Server

internal import Foundation

/// What whoever asks has to know.
package struct AccessToken: Sendable {
    /// Fewer characters could be tried out.
    static let leastLength = 16

    private let bytes: [UInt8]

    package init(_ text: String) throws(DiagnosticsServerError) {
        guard text.utf8.count >= Self.leastLength, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            throw DiagnosticsServerError(
                .invalidSetting,
                "diagnostics token: it has fewer than \(Self.leastLength) characters, or some that are not printable ASCII;"
                    + " give one such as `openssl rand -hex 16` makes"
            )
        }
        bytes = Array(text.utf8)
    }

    /// Whether the header `Authorization` bears the token: as `Bearer`, or as the password of `Basic`, which browsers and
    /// addresses such as `http://x:TOKEN@host` can give.
    func isBorne(by header: String?) -> Bool {
        guard let header, let space = header.firstIndex(of: " ") else { return false }
        let value = header[header.index(after: space)...].drop { $0 == " " }
        switch header[..<space].lowercased() {
        case "bearer": return isEqual(Array(value.utf8))
        case "basic":
            guard let decoded = Data(base64Encoded: String(value)),
                let colon = decoded.firstIndex(of: UInt8(ascii: ":"))
            else { return false }
            return isEqual(Array(decoded[(colon + 1)...]))
        default: return false
        }
    }

    /// Takes a time that depends on the length of what was given alone, so that nothing is learnt by trying.
    private func isEqual(_ other: [UInt8]) -> Bool {
        var difference = other.count ^ bytes.count
        for index in other.indices { difference |= Int(other[index] ^ bytes[index % bytes.count]) }
        return difference == 0
    }
}

#endif
