#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Random access to the bytes of a file, or to bytes in memory.
///
/// Files are read, never mapped: a file that somebody truncates in the meantime is then a short read and not a SIGBUS.
///
/// Sendable: nothing in it changes, and what is mapped stays mapped.
final class ByteSource: @unchecked Sendable {
    /// Bytes in the file when it was opened.
    let size: UInt64
    private let descriptor: Int32
    private let memory: [UInt8]
    /// Of somebody else's, mapped as long as the process lives.
    private let mapped: UnsafeRawBufferPointer?

    init(bytes: [UInt8]) {
        size = UInt64(bytes.count)
        descriptor = -1
        memory = bytes
        mapped = nil
    }

    /// - Parameter mapped: Memory that stays mapped as long as the process lives; others may write to it meanwhile.
    init(mapped: UnsafeRawBufferPointer) {
        size = UInt64(mapped.count)
        descriptor = -1
        memory = []
        self.mapped = mapped
    }

    /// Opens a regular file. Throws the errno of what failed; EISDIR for a directory, EINVAL for what cannot be read
    /// at an offset.
    init(path: String) throws(ErrorNumber) {
        // O_NONBLOCK: opening a named pipe must not wait for a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw ErrorNumber(errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let number = errno
            close(descriptor)
            throw ErrorNumber(number)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw ErrorNumber(status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
        }
        self.descriptor = descriptor
        size = UInt64(clamping: status.st_size)
        memory = []
        mapped = nil
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Where the `count` bytes from `offset` on are mapped; nil if they are not all there, or are no mapped memory.
    func mapped(at offset: UInt64, count: UInt64) -> UnsafeRawBufferPointer? {
        guard let mapped, let range = range(at: offset, count: count) else { return nil }
        return UnsafeRawBufferPointer(rebasing: mapped[range])
    }

    /// The `count` bytes from `offset` on; nil if they are not all there.
    func bytes(at offset: UInt64, count: UInt64) -> [UInt8]? {
        guard let range = range(at: offset, count: count) else { return nil }
        if let mapped { return Array(mapped[range]) }
        if descriptor < 0 { return Array(memory[range]) }
        var isComplete = true
        let result = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, initialized in
            while initialized < range.count {
                let got = pread(
                    descriptor,
                    buffer.baseAddress.map { $0 + initialized },
                    range.count - initialized,
                    off_t(range.lowerBound + initialized)
                )
                if got > 0 {
                    initialized += got
                } else if got == 0 || errno != EINTR {
                    isComplete = false
                    return
                }
            }
        }
        return isComplete ? result : nil
    }

    /// The value at `offset`, as the machine lays it out; nil if it is not all there.
    func load<T: BitwiseCopyable>(_: T.Type, at offset: UInt64) -> T? {
        bytes(at: offset, count: UInt64(MemoryLayout<T>.size))?.withUnsafeBytes { $0.loadUnaligned(as: T.self) }
    }

    /// Nil if the bytes are not all there.
    private func range(at offset: UInt64, count: UInt64) -> Range<Int>? {
        guard offset <= size, count <= size - offset, let start = Int(exactly: offset), let length = Int(exactly: count)
        else { return nil }
        return start..<start + length
    }
}
