/// Memory any part of which may be missing: a wrong address is nothing and not a crash.
package protocol MemoryReader: Sendable {
    /// Copies what begins at `address`.
    /// - Returns: The bytes that were copied: fewer than there is room for, or none, where the memory ends.
    func read(_ address: UInt64, into buffer: UnsafeMutableRawBufferPointer) -> Int
}

extension MemoryReader {
    /// The bytes from `address` on, up to `count`; fewer where the memory ends.
    func bytes(at address: UInt64, most count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = read(address, into: UnsafeMutableRawBufferPointer(buffer))
        }
    }

    func load<T: BitwiseCopyable>(_ address: UInt64, as _: T.Type = T.self) -> T? {
        withUnsafeTemporaryAllocation(byteCount: MemoryLayout<T>.size, alignment: MemoryLayout<T>.alignment) { buffer in
            read(address, into: buffer) == buffer.count ? buffer.loadUnaligned(as: T.self) : nil
        }
    }
}
