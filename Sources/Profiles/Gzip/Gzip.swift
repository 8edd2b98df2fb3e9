import CZlib

/// gzip (RFC 1952) through the system's zlib.
package enum Gzip {
    /// Whether `bytes` begin as gzip data does.
    package static func isCompressed(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b
    }

    /// Compresses `bytes` to one gzip member without a name or time, so equal input gives equal output.
    package static func compress(_ bytes: [UInt8]) throws(GzipError) -> [UInt8] {
        let writer = try GzipWriter()
        writer.write(bytes)
        return try writer.finish()
    }

    /// Decompresses all gzip members in `bytes`.
    ///
    /// - Parameter limit: The most bytes to produce: a small file can hold a great many.
    package static func decompress(_ bytes: [UInt8], limit: Int) throws(GzipError) -> [UInt8] {
        let stream = makeStream()
        defer { stream.deallocate() }
        guard inflateInit2_(stream, window, ZLIB_VERSION, streamSize) == Z_OK else { throw outOfMemory }
        defer { inflateEnd(stream) }
        var output: [UInt8] = []
        var rest = bytes[...]
        while true {
            let member = run(stream, input: rest, output: &output, limit: limit) { inflate(stream, Z_NO_FLUSH) }
            guard output.count <= limit else {
                throw GzipError(code: .tooLarge, message: "the gzip data holds more than \(limit) bytes")
            }
            switch member.status {
            case Z_STREAM_END: break
            case Z_MEM_ERROR: throw outOfMemory
            case Z_OK, Z_BUF_ERROR: throw GzipError(code: .damaged, message: "the gzip data is cut off")
            default: throw GzipError(code: .damaged, message: "the gzip data is damaged")
            }
            rest = rest.dropFirst(member.consumed)
            if rest.isEmpty { return output }
            guard inflateReset(stream) == Z_OK else { throw outOfMemory }
        }
    }

    /// 15 bits of window, and 16 to ask for gzip's header and trailer in place of zlib's.
    static let window: Int32 = 15 + 16
    static let streamSize = Int32(MemoryLayout<z_stream>.size)
    static let outOfMemory = GzipError(code: .outOfMemory, message: "zlib could not get the memory it needs")

    /// zlib remembers the address of its stream and refuses one that has moved, so it must not be a Swift variable.
    static func makeStream() -> UnsafeMutablePointer<z_stream> {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        return stream
    }

    /// Feeds `input` to zlib and collects what it gives, until the stream ends, zlib reports a failure, the input is
    /// used up, or `output` holds more than `limit` bytes.
    static func run(
        _ stream: UnsafeMutablePointer<z_stream>,
        input: ArraySlice<UInt8>,
        output: inout [UInt8],
        limit: Int,
        step: () -> Int32
    ) -> (status: Int32, consumed: Int) {
        // zlib counts in 32 bits; it neither writes to next_in nor keeps it beyond a call that used it up.
        let chunkSize = 1 << 16
        var chunk = [UInt8](repeating: 0, count: chunkSize)
        var consumed = 0
        var status = Z_OK
        input.withUnsafeBufferPointer { source in
            repeat {
                let offered = min(source.count - consumed, 1 << 30)
                let produced = chunk.withUnsafeMutableBufferPointer { room in
                    stream.pointee.next_in = source.baseAddress.map { UnsafeMutablePointer(mutating: $0 + consumed) }
                    stream.pointee.avail_in = uInt(offered)
                    stream.pointee.next_out = room.baseAddress
                    stream.pointee.avail_out = uInt(chunkSize)
                    status = step()
                    return chunkSize - Int(stream.pointee.avail_out)
                }
                let taken = offered - Int(stream.pointee.avail_in)
                consumed += taken
                output.append(contentsOf: chunk[..<produced])
                if produced == 0, taken == 0 { break }
            } while status == Z_OK && output.count <= limit
        }
        return (status, consumed)
    }
}
