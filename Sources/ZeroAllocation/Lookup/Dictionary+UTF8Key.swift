@available(macOS 26.0, *)
extension Dictionary where Key == String {
    /// The value for the key with this text, of which the caller has only a view; nil if there is none.
    ///
    /// Only a `String` can ask a dictionary of strings. Up to 15 UTF-8 code units fit into one without an allocation;
    /// longer keys are copied into `scratch`, whose storage is kept for the next time. So this allocates nothing but for
    /// the first time that so long a key comes along.
    ///
    ///     var scratch = String(reservingCapacity: 256)
    ///     for name in names { found += table.value(for: try name.validatedUTF8(), reusing: &scratch) ?? 0 }
    ///
    /// A ``ByteKeyDictionary`` needs no copy.
    ///
    /// - Parameters:
    ///   - key: The key's text. The key is found by the equality of strings, canonical equivalence.
    ///   - scratch: A string that this may overwrite, best one that nobody else has.
    public func value(for key: UTF8Span, reusing scratch: inout String) -> Value? {
        if key.count <= String.smallCapacity { return self[String(copying: key)] }
        scratch.replaceAll(with: key)
        return self[scratch]
    }
}

@available(macOS 26.0, *)
extension String {
    /// The number of UTF-8 code units that a string holds in itself, without an allocation, on a 64-bit platform.
    fileprivate static let smallCapacity = 15

    /// Replaces the string's contents, and keeps its storage if it is large enough and nobody else's.
    fileprivate mutating func replaceAll(with text: UTF8Span) {
        removeAll(keepingCapacity: true)
        reserveCapacity(text.count)
        // `String` has no way to append bytes but by way of another string. Small ones need no storage.
        let bytes = text.span
        var start = 0
        while start < bytes.count {
            var end = Swift.min(start + Self.smallCapacity, bytes.count)
            // Cut before a scalar's first byte. At most three others follow one.
            while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
            // Valid text that was cut between scalars is valid text.
            append(unsafe String(copying: UTF8Span(unchecked: bytes.extracting(start..<end))))
            start = end
        }
    }
}
