internal import CTrimtabPlatform

/// One table of a recording.
struct RecordingSection: Sendable {
    /// The entries, each ``stride`` bytes long.
    let bytes: RecordedBytes
    /// Bytes from one entry to the next.
    let stride: Int
    let count: Int

    static let empty = RecordingSection(bytes: .copied([]), stride: 1, count: 0)

    init(bytes: RecordedBytes, stride: Int, count: Int) {
        self.bytes = bytes
        self.stride = stride
        self.count = count
    }

    /// The entry as the C structure that it is; nil if there is none or the entries are too short for it.
    func entry<T: BitwiseCopyable>(_ index: Int, as _: T.Type = T.self) -> T? {
        guard index >= 0, index < count, MemoryLayout<T>.size <= stride else { return nil }
        return bytes.load(T.self, at: index * stride)
    }

    /// The UTF-8 text from `offset` up to the next NUL; nil for offset 0 and for offsets outside.
    func string(at offset: UInt64) -> String? {
        guard let text = text(at: offset), !text.isEmpty else { return nil }
        return String(decoding: text, as: UTF8.self)
    }

    /// The texts from `offset` on, each ended by NUL, up to an empty one.
    func strings(at offset: UInt64) -> [String] {
        var result: [String] = []
        var position = offset
        while let text = text(at: position), !text.isEmpty, result.count < 4096 {
            result.append(String(decoding: text, as: UTF8.self))
            position += UInt64(text.count + 1)
        }
        return result
    }

    private func text(at offset: UInt64) -> [UInt8]? {
        guard offset > 0, let start = Int(exactly: offset), start < bytes.count else { return nil }
        return bytes.text(at: start, most: RecordingFormat.maximumStringLength)
    }
}
