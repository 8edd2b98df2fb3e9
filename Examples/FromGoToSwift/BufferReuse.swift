public import ZeroAllocation

/// `ReuseBuffer(buffer, requiredSize)`: the same buffer for one record after the other.
public func send(
    _ records: [[UInt8]],
    reusing buffer: inout ReusableBuffer<UInt8>,
    write: (Span<UInt8>) -> Void
) {
    for record in records {
        buffer.reuse(capacity: record.count)
        for byte in record { buffer.append(byte) }
        write(buffer.span)
    }
}

/// `ReuseSlice(slice, value)`: appends, and doubles the capacity when it is full.
public func append(_ values: [Int], to buffer: inout ReusableBuffer<Int>) {
    for value in values { buffer.append(value) }
}
