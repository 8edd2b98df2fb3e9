extension Substring {
    /// The last occurrence of an ASCII text, by its bytes.
    func lastRange(of text: StaticString) -> Range<Index>? {
        let count = text.utf8CodeUnitCount
        let bytes = UnsafeBufferPointer(start: text.utf8Start, count: count)
        let own = utf8
        guard count > 0, own.count >= count, let last = bytes.last else { return nil }
        var end = own.endIndex
        while let found = own[..<end].lastIndex(of: last) {
            guard let start = own.index(found, offsetBy: 1 - count, limitedBy: own.startIndex) else { return nil }
            let next = own.index(after: found)
            if own[start..<next].elementsEqual(bytes) { return start..<next }
            end = found
        }
        return nil
    }
}
