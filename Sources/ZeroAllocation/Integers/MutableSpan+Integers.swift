extension MutableSpan<UInt8> {
    /// Writes an integer in decimal, as its `description` has it, over bytes of the caller; allocates nothing.
    ///
    ///     var bytes = [20 of UInt8](repeating: 0)
    ///     var span = bytes.mutableSpan
    ///     let count = try span.write(decimal: value)
    ///     send(span.span.extracting(..<count))
    ///
    /// - Parameters:
    ///   - value: An `Int64` takes at most 20 bytes, a `UInt64` 20, an `Int128` 40.
    ///   - offset: Where its first byte goes.
    /// - Returns: Number of bytes written.
    /// - Throws: ``CapacityError`` if the number does not fit between `offset` and the end; then nothing was written.
    /// - Precondition: `offset` is not negative, and not beyond the end.
    @inlinable
    public mutating func write(
        decimal value: some FixedWidthInteger,
        at offset: Int = 0
    ) throws(CapacityError) -> Int {
        try write(IntegerText(value, .decimal), at: offset)
    }

    /// Writes an integer in hexadecimal, as `String(_:radix: 16)` has it, over bytes of the caller; allocates nothing.
    ///
    /// Lower case, no prefix, no leading zeros; a negative number is a minus sign and its magnitude.
    ///
    /// - Parameters:
    ///   - value: A 64-bit integer takes at most 17 bytes.
    ///   - offset: Where its first byte goes.
    /// - Returns: Number of bytes written.
    /// - Throws: ``CapacityError`` if the number does not fit between `offset` and the end; then nothing was written.
    /// - Precondition: `offset` is not negative, and not beyond the end.
    @inlinable
    public mutating func write(
        hexadecimal value: some FixedWidthInteger,
        at offset: Int = 0
    ) throws(CapacityError) -> Int {
        try write(IntegerText(value, .hexadecimal), at: offset)
    }

    @inlinable
    internal mutating func write(
        _ text: IntegerText<some FixedWidthInteger & UnsignedInteger>,
        at offset: Int
    ) throws(CapacityError) -> Int {
        precondition(offset >= 0 && offset <= count, "the offset lies outside of the span")
        guard text.count <= count - offset else {
            throw CapacityError(.tooSmall, required: text.count, available: count - offset)
        }
        unsafe withUnsafeMutableBufferPointer { buffer in
            // There are `count` bytes from `offset` on: the guard above.
            guard let start = buffer.baseAddress else { return }
            unsafe text.write(to: start + offset)
        }
        return text.count
    }
}
