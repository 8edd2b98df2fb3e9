import ObjectPools

#if Server
import NIOCore
#endif

/// Object pools at work: a tracer's span data, as the Go design that Trimtab began from has it, and SwiftNIO's buffers.
@main
struct PoolExamples {
    static func main() {
        let processor = SpanProcessor()
        var attributes = 0
        for number in 0..<1000 {
            attributes += processor.process("operation \(number)") { $0.attributes.count }
        }
        print("span-data: \(attributes) attributes,", summary(of: processor.statistics))

        #if Server
        let buffers = ByteBufferPool(name: "responses")
        var bytes = 0
        for number in 0..<1000 {
            bytes += buffers.withBuffer { buffer in
                buffer.writeString("HTTP/1.1 200 OK\r\ncontent-length: \(number)\r\n\r\n")
                return buffer.readableBytes
            }
        }
        print("responses: \(bytes) bytes,", summary(of: buffers.statistics))
        #endif
    }

    private static func summary(of statistics: PoolStatistics) -> String {
        let rate = statistics.reuseRate.map { "\(($0 * 10).rounded() / 10) %" } ?? "-"
        return "\(statistics.gets) gets, \(statistics.news) made, \(rate) reused, \(statistics.retained) idle"
    }
}
