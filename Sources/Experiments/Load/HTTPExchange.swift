/// One request and its answer after the other over a connection, as HTTP/1.1 has them (RFC 9112).
struct HTTPExchange {
    /// A head or a body that is larger is no server's that one would tune.
    private static let largestHead = 64 << 10
    private static let largestBody = 1 << 30

    private let request: [UInt8]
    /// What has come and belongs to no answer yet.
    private var buffer: [UInt8] = []

    init(_ address: HTTPAddress) {
        let host = address.host.contains(":") ? "[\(address.host)]" : address.host
        request = Array(
            "GET \(address.target) HTTP/1.1\r\nHost: \(host):\(address.port)\r\nUser-Agent: trimtab\r\nAccept: */*\r\n\r\n"
                .utf8
        )
    }

    /// What came of a request.
    struct Answer {
        var status: Int
        /// Whether the connection can take another request.
        var keepsAlive: Bool
    }

    /// nil if there was no answer that makes sense.
    mutating func run(over connection: Connection) -> Answer? {
        guard connection.send(request) else { return nil }
        var headEnd: Int?
        while headEnd == nil {
            headEnd = buffer.firstRange(of: [13, 10, 13, 10])?.upperBound
            guard headEnd == nil else { break }
            guard buffer.count <= Self.largestHead, connection.receive(into: &buffer) else { return nil }
        }
        guard let headEnd else { return nil }
        let lines = String(decoding: buffer[..<headEnd], as: UTF8.self).split(separator: "\r\n")
        buffer.removeFirst(headEnd)
        guard let first = lines.first, first.hasPrefix("HTTP/1."), let status = Int(first.dropFirst(9).prefix(3)) else {
            return nil
        }
        let fields = Self.fields(lines.dropFirst())
        var keepsAlive = first.hasPrefix("HTTP/1.1") && fields["connection"]?.lowercased() != "close"
        if fields["transfer-encoding"]?.lowercased().hasSuffix("chunked") == true {
            guard readChunks(from: connection) else { return nil }
        } else if let length = fields["content-length"] {
            guard let count = Int(length), (0...Self.largestBody).contains(count), skip(count, from: connection) else {
                return nil
            }
        } else if status != 204, status != 304 {
            // The body reaches to the end of the connection.
            keepsAlive = false
            repeat { buffer.removeAll(keepingCapacity: true) } while connection.receive(into: &buffer)
        }
        return Answer(status: status, keepsAlive: keepsAlive)
    }

    private static func fields(_ lines: ArraySlice<Substring>) -> [String: String] {
        var fields: [String: String] = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { continue }
            fields[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmed
        }
        return fields
    }

    private mutating func skip(_ count: Int, from connection: Connection) -> Bool {
        var rest = count
        while rest > buffer.count {
            rest -= buffer.count
            buffer.removeAll(keepingCapacity: true)
            guard connection.receive(into: &buffer) else { return false }
        }
        buffer.removeFirst(rest)
        return true
    }

    private mutating func readChunks(from connection: Connection) -> Bool {
        while true {
            guard let line = line(from: connection), let size = Int(line.prefix { $0 != ";" }.trimmed, radix: 16),
                (0...Self.largestBody).contains(size)
            else { return false }
            if size == 0 {
                // Trailers end with an empty line.
                while let trailer = self.line(from: connection) { if trailer.isEmpty { return true } }
                return false
            }
            guard skip(size + 2, from: connection) else { return false }
        }
    }

    private mutating func line(from connection: Connection) -> Substring? {
        while true {
            if let end = buffer.firstRange(of: [13, 10]) {
                let line = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
                buffer.removeFirst(end.upperBound)
                return line[...]
            }
            guard buffer.count <= Self.largestHead, connection.receive(into: &buffer) else { return nil }
        }
    }
}

extension Substring {
    var trimmed: String {
        var rest = self
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
