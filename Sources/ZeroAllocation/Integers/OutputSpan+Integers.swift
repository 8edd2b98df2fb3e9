extension OutputSpan<UInt8> {
    /// Appends an integer in decimal, as its `description` has it, to storage of the caller; allocates nothing.
    ///
    ///     var line = [UInt8](reservingCapacity: 4096)
    ///     try line.append(addingCapacity: 20) { output throws(CapacityError) in try output.append(decimal: count) }
    ///
    /// An `Int64` takes at most 20 bytes, a `UInt64` 20, an `Int128` 40.
    ///
    /// - Throws: ``CapacityError`` if `freeCapacity` is less than the number takes; then nothing was appended.
    @inlinable
    public mutating func append(decimal value: some FixedWidthInteger) throws(CapacityError) {
        try append(IntegerText(value, .decimal))
    }

    /// Appends an integer in hexadecimal, as `String(_:radix: 16)` has it, to storage of the caller; allocates nothing.
    ///
    /// Lower case, no prefix, no leading zeros; a negative number is a minus sign and its magnitude. A 64-bit integer
    /// takes at most 17 bytes.
    ///
    /// - Throws: ``CapacityError`` if `freeCapacity` is less than the number takes; then nothing was appended.
    @inlinable
    public mutating func append(hexadecimal value: some FixedWidthInteger) throws(CapacityError) {
        try append(IntegerText(value, .hexadecimal))
    }

    @inlinable
    internal mutating func append(_ text: IntegerText<some FixedWidthInteger & UnsignedInteger>) throws(CapacityError) {
        guard text.count <= freeCapacity else {
            throw CapacityError(.tooSmall, required: text.count, available: freeCapacity)
        }
        unsafe withUnsafeMutableBufferPointer { buffer, initializedCount in
            // There is room for `count` bytes behind those initialized: the guard above.
            guard let start = buffer.baseAddress else { return }
            unsafe text.write(to: start + initializedCount)
            initializedCount += text.count
        }
    }
}
