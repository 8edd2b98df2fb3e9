#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A file that takes its place only when it is complete.
///
/// Blocks of zeros are left out as holes. A target that is no regular file (a pipe, `/dev/stdout`) cannot be replaced:
/// it is written to, front to back.
final class AtomicFile {
    private let descriptor: Int32
    /// Where the file goes; nil once it is there, and for targets that are written to directly.
    private var destination: String?
    private let temporary: String
    private let isSequential: Bool
    private var position: UInt64 = 0

    init(path: String) throws(ErrorNumber) {
        let target = Self.resolved(path)
        var status = stat()
        if stat(target, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            descriptor = open(target, O_WRONLY | O_CLOEXEC)
            (destination, temporary, isSequential) = (nil, "", true)
        } else {
            temporary = "\(target).\(getpid()).\(UInt32.random(in: 0...UInt32.max))"
            descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
            (destination, isSequential) = (target, false)
        }
        if descriptor < 0 {
            destination = nil
            throw .last
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if destination != nil { unlink(temporary) }
    }

    /// Offsets must ascend.
    func write(_ bytes: [UInt8], at offset: UInt64) throws(ErrorNumber) {
        if isSequential {
            try append([UInt8](repeating: 0, count: Int(offset - position)))
            try append(bytes)
            return
        }
        let block = 64 * 1024
        var start = 0
        while start < bytes.count {
            let end = min(start + block, bytes.count)
            if !isZero(bytes, start..<end) { try put(bytes, start..<end, at: offset + UInt64(start)) }
            start = end
        }
    }

    /// Gives the file its size and its name.
    func finish(size: UInt64) throws(ErrorNumber) {
        guard let destination else { return }
        guard ftruncate(descriptor, off_t(clamping: size)) == 0, rename(temporary, destination) == 0 else {
            throw .last
        }
        self.destination = nil
    }

    private func append(_ bytes: [UInt8]) throws(ErrorNumber) {
        try put(bytes, 0..<bytes.count, at: nil)
        position += UInt64(bytes.count)
    }

    private func put(_ bytes: [UInt8], _ range: Range<Int>, at offset: UInt64?) throws(ErrorNumber) {
        var done = 0
        while done < range.count {
            let written = bytes.withUnsafeBytes { buffer in
                let rest = UnsafeRawBufferPointer(rebasing: buffer[(range.lowerBound + done)..<range.upperBound])
                return if let offset {
                    pwrite(descriptor, rest.baseAddress, rest.count, off_t(clamping: offset + UInt64(done)))
                } else {
                    Self.write(descriptor, rest)
                }
            }
            if written > 0 { done += written } else if written == 0 || errno != EINTR { throw .last }
        }
    }

    private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
        Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
        Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #else
        Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    private func isZero(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        bytes.withUnsafeBytes { buffer in
            buffer[range].allSatisfy { $0 == 0 }
        }
    }

    /// The file that a symbolic link leads to, so that the link stays.
    private static func resolved(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
