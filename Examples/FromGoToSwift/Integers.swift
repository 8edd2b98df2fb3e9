public import ZeroAllocation

/// `FastInt64ToString(n, buf)`: a number written to the caller's storage.
public func writeHeader(contentLength: Int64, to bytes: inout MutableSpan<UInt8>) throws(CapacityError) -> Int {
    try bytes.write(decimal: contentLength)
}
