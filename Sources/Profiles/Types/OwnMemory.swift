#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// This process's own memory, read so that a wrong address is nothing and not a crash.
final class OwnMemory: Sendable {
    /// Negative where there is no such file: then there is nothing to read.
    private let descriptor: Int32

    init() {
        descriptor = open("/proc/self/mem", O_RDONLY | O_CLOEXEC)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// The bytes from `address` on, up to `count`; fewer where the memory ends.
    func bytes(at address: UInt64, most count: Int) -> [UInt8] {
        guard let offset = off_t(exactly: address), descriptor >= 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = max(0, pread(descriptor, buffer.baseAddress, count, offset))
        }
    }

    func load<T: BitwiseCopyable>(_ address: UInt64, as _: T.Type = T.self) -> T? {
        let bytes = bytes(at: address, most: MemoryLayout<T>.size)
        guard bytes.count == MemoryLayout<T>.size else { return nil }
        return bytes.withUnsafeBytes { $0.loadUnaligned(as: T.self) }
    }
}
