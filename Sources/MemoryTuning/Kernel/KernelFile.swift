#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

internal import ObjectPools

/// A small file of the kernel's, kept open and read again and again without allocating.
///
/// Sendable: the descriptor never changes, and the buffer is used under the lock alone.
package final class KernelFile: @unchecked Sendable {
    private let descriptor: Int32
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private let lock = Lock()

    /// Nil if the file cannot be opened.
    /// - Parameter capacity: How many bytes are read. Of a longer file the first ones are.
    package init?(_ path: String, capacity: Int = 256) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        buffer = .allocate(capacity: capacity)
    }

    deinit {
        close(descriptor)
        buffer.deallocate()
    }

    /// Reads the file from its beginning and hands over what it says now. `body` must not read the same file.
    /// - Returns: What `body` returned; nil if the file can no longer be read, such as that of a control group that was
    ///   removed.
    package func read<Result>(_ body: (Span<UInt8>) -> Result?) -> Result? {
        lock.withLock {
            var length: Int
            repeat {
                length = pread(descriptor, buffer.baseAddress, buffer.count, 0)
            } while length < 0 && errno == EINTR
            guard length > 0 else { return nil }
            return body(UnsafeBufferPointer(rebasing: buffer[..<length]).span)
        }
    }
}

extension KernelFile {
    /// Reads a file once as text; nil if it cannot be read, is longer than `limit` bytes, or is no UTF-8.
    static func text(of path: String, limit: Int = 1 << 20) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4096)
        while true {
            let length = readOnce(descriptor, &part)
            if length < 0 && errno == EINTR { continue }
            guard length >= 0, bytes.count + length <= limit else { return nil }
            if length == 0 { return String(validating: bytes, as: UTF8.self) }
            bytes.append(contentsOf: part[..<length])
        }
    }
}

/// `read` outside of the class, which has a method of that name.
private func readOnce(_ descriptor: Int32, _ bytes: inout [UInt8]) -> Int { read(descriptor, &bytes, bytes.count) }
