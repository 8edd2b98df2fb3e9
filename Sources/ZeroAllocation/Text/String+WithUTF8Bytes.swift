extension StringProtocol {
    /// Runs `body` with the string's UTF-8 code units where they lie, or with a copy if they are not UTF-8 in memory.
    ///
    /// Only a string that was bridged from Objective-C is copied.
    @inlinable
    internal func withUTF8Bytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
        return unsafe Array(utf8).withUnsafeBufferPointer(body)
    }
}
