import CZlib

/// Makes one gzip member of bytes that come in parts, without a name or time, so equal input gives equal output.
final class GzipWriter {
    private let stream: UnsafeMutablePointer<z_stream>
    private var output: [UInt8] = []
    private var isComplete = false

    init() throws(GzipError) {
        stream = Gzip.makeStream()
        let status = deflateInit2_(
            stream,
            Z_DEFAULT_COMPRESSION,
            Z_DEFLATED,
            Gzip.window,
            8,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Gzip.streamSize
        )
        guard status == Z_OK else {
            stream.deallocate()
            throw Gzip.outOfMemory
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// Adds bytes. Should zlib refuse them, ``finish()`` tells.
    func write(_ bytes: [UInt8]) {
        deflate(bytes, Z_NO_FLUSH)
    }

    /// Ends the member. Nothing may be written after it.
    func finish() throws(GzipError) -> [UInt8] {
        deflate([], Z_FINISH)
        guard isComplete else { throw Gzip.outOfMemory }
        return output
    }

    private func deflate(_ bytes: [UInt8], _ flush: Int32) {
        let end = Gzip.run(stream, input: bytes[...], output: &output, limit: .max) { CZlib.deflate(stream, flush) }
        isComplete = end.status == Z_STREAM_END
    }
}
