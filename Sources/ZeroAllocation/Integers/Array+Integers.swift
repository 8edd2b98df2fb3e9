extension Array<UInt8> {
    /// Appends an integer in decimal, as its `description` has it.
    ///
    /// Allocates nothing while there is room; a full array grows geometrically, as with `append(_:)`.
    @inlinable
    public mutating func append(decimal value: some FixedWidthInteger) {
        append(IntegerText(value, .decimal))
    }

    /// Appends an integer in hexadecimal, as `String(_:radix: 16)` has it: lower case, no prefix, no leading zeros; a
    /// negative number is a minus sign and its magnitude.
    ///
    /// Allocates nothing while there is room; a full array grows geometrically, as with `append(_:)`.
    @inlinable
    public mutating func append(hexadecimal value: some FixedWidthInteger) {
        append(IntegerText(value, .hexadecimal))
    }

    @inlinable
    internal mutating func append(_ text: IntegerText<some FixedWidthInteger & UnsignedInteger>) {
        append(addingCapacity: text.count) { output in
            unsafe output.withUnsafeMutableBufferPointer { buffer, initializedCount in
                // The span has room for `count` bytes.
                guard let start = buffer.baseAddress else { return }
                unsafe text.write(to: start)
                initializedCount = text.count
            }
        }
    }
}
