internal import CTrimtabPlatform

/// The sets of labels of a recording.
struct RecordedLabels {
    private let sets: [[String: String]]

    init(_ section: RecordingSection) {
        sets = (0..<section.count).map { number in
            guard let entry = section.entry(number, as: trimtab_label.self) else { return [:] }
            return withUnsafeBytes(of: entry.text) { Self.labels(in: $0.prefix(Int(entry.length))) }
        }
    }

    /// The set of a number; none for 0 and for numbers that stand for nothing.
    subscript(number: Int) -> [String: String] {
        sets.indices.contains(number - 1) ? sets[number - 1] : [:]
    }

    /// Key, NUL, value, NUL for each.
    private static func labels(in text: some Sequence<UInt8>) -> [String: String] {
        let parts = Array(text).split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        let pairs = stride(from: 0, to: parts.count - 1, by: 2).map { (parts[$0], parts[$0 + 1]) }
        return Dictionary(pairs) { $1 }
    }
}
