extension String {
    /// Creates a string of several parts in exactly one allocation, or none if it has at most 15 UTF-8 code units.
    ///
    /// The parts' sizes are summed first, the storage is allocated at that size, and the parts are copied into it.
    /// `joined(separator:)` guesses the size instead, and a chain of `+` allocates for each sum.
    ///
    ///     let line = String(concatenating: [method, path, version], separator: " ")
    ///
    /// - Parameters:
    ///   - parts: Strings or substrings; gone through twice.
    ///   - separator: What stands between two parts.
    @inlinable
    public init<Part: StringProtocol>(concatenating parts: some Collection<Part>, separator: String = "") {
        let separatorCount = separator.utf8.count
        var total = 0
        var isFirst = true
        for part in parts {
            total += part.utf8.count + (isFirst ? 0 : separatorCount)
            isFirst = false
        }
        var isContiguous = true
        let fast = unsafe String(unsafeUninitializedCapacity: total) { buffer in
            var end = 0
            var isFirst = true
            for part in parts {
                if !isFirst, separatorCount > 0 {
                    isContiguous = unsafe separator.copyUTF8(to: buffer, at: &end)
                }
                isFirst = false
                isContiguous = unsafe part.copyUTF8(to: buffer, at: &end) && isContiguous
                if !isContiguous { return 0 }
            }
            return end
        }
        self = isContiguous ? fast : parts.joined(separator: separator)
    }
}

extension StringProtocol {
    /// Copies the string's UTF-8 to `buffer` from `end` on, and moves `end` behind it.
    ///
    /// - Returns: Whether it could: the code units of a string that was bridged from Objective-C lie elsewhere.
    /// - Precondition: It fits: a collection that hands out longer parts the second time is stopped here.
    @inlinable
    internal func copyUTF8(to buffer: UnsafeMutableBufferPointer<UInt8>, at end: inout Int) -> Bool {
        utf8.withContiguousStorageIfAvailable { bytes in
            precondition(bytes.count <= buffer.count - end, "the parts changed between two passes over them")
            // There is room for them, so both pointers are there unless there is nothing to copy.
            guard let target = buffer.baseAddress, let source = bytes.baseAddress else { return }
            if bytes.count < 16 {
                unsafe copySmall(from: source, to: target + end, count: bytes.count)
            } else {
                unsafe (target + end).initialize(from: source, count: bytes.count)
            }
            end += bytes.count
        } != nil
    }
}

/// Copies fewer than 16 bytes, in steps of 8, 4, 2 and 1.
///
/// A small string has just been stored to the stack in two words. What reads across both, as `memcpy` does, has to wait
/// until they are in the cache: this halves the time to build a string of small ones.
@unsafe
@inlinable
internal func copySmall(from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, count: Int) {
    var offset = 0
    if count & 8 != 0 {
        unsafe target.storeBytes(of: source.loadUnaligned(as: UInt64.self), as: UInt64.self)
        offset = 8
    }
    if count & 4 != 0 {
        let bytes = unsafe source.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
        unsafe target.storeBytes(of: bytes, toByteOffset: offset, as: UInt32.self)
        offset += 4
    }
    if count & 2 != 0 {
        let bytes = unsafe source.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
        unsafe target.storeBytes(of: bytes, toByteOffset: offset, as: UInt16.self)
        offset += 2
    }
    if count & 1 != 0 {
        let byte = unsafe source.load(fromByteOffset: offset, as: UInt8.self)
        unsafe target.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
    }
}
