internal import CTrimtabHooks
internal import Foundation

/// Which number each set of labels has in the hooks.
final class LabelRegistry: @unchecked Sendable {
    // Checked by hand: `lock` guards all of it.
    private let lock = NSLock()
    private var numbers: [[String: String]: UInt64] = [:]
    private var labels: [UInt64: [String: String]] = [:]

    /// 0 for no labels, and where there is no room for more.
    func number(of wanted: [String: String]) -> UInt64 {
        guard !wanted.isEmpty else { return 0 }
        return lock.withLock {
            if let number = numbers[wanted] { return number }
            guard numbers.count < Self.most else { return 0 }
            let text = Self.text(of: wanted)
            let number = text.withUnsafeBytes { bytes in
                UInt64(trimtab_label_add(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count))
            }
            numbers[wanted] = number
            if number != 0 { labels[number] = wanted }
            return number
        }
    }

    func labels(of number: UInt64) -> [String: String] {
        guard number != 0 else { return [:] }
        return lock.withLock { labels[number] ?? [:] }
    }

    /// More than the hooks have room for, so that they see and count what has none; bounded, for sets may never end.
    private static let most = 8192
    private static let longestText = 208
    private static let longestPart = 64

    /// Key, NUL, value, NUL for each that fits, in the order of the keys.
    private static func text(of labels: [String: String]) -> [UInt8] {
        var text: [UInt8] = []
        for (key, value) in labels.sorted(by: { $0.key < $1.key }) {
            let pair: [UInt8] = part(of: key) + [0] + part(of: value) + [0]
            if text.count + pair.count <= longestText { text += pair }
        }
        return text
    }

    private static func part(of text: String) -> [UInt8] {
        var rest = text[...]
        while rest.utf8.count > longestPart { rest.removeLast() }
        return rest.utf8.map { byte in byte == 0 ? UInt8(ascii: "?") : byte }
    }
}
