#if Server

import Foundation

/// A request and its answer.
struct ServedRequest {
    var status: Int
    /// Names in lower case.
    var headers: [String: String]
    var body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    var json: [String: Any]? { try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] }

    /// Sends `METHOD PATH` with headers and a body, and waits for the answer.
    static func send(
        _ path: String,
        method: String = "GET",
        port: Int,
        host: String? = "localhost",
        headers: [String] = [],
        body: String = ""
    ) async -> ServedRequest? {
        guard let client = RawClient(port: port) else { return nil }
        return await send(path, method: method, by: client, host: host, headers: headers, body: body)
    }

    static func send(
        _ path: String,
        method: String = "GET",
        by client: RawClient,
        host: String? = "localhost",
        headers: [String] = [],
        body: String = ""
    ) async -> ServedRequest? {
        var lines = ["\(method) \(path) HTTP/1.1", "Connection: close"] + headers
        if let host { lines.append("Host: \(host)") }
        if !body.isEmpty { lines.append("Content-Length: \(body.utf8.count)") }
        client.send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
        return ServedRequest(bytes: await client.receiveBytes())
    }

    init?(bytes: [UInt8]) {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count > 1, let status = Int(words[1]) else { return nil }
        self.status = status
        headers = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        body = Array(bytes[end.upperBound...])
        if headers["transfer-encoding"] == "chunked" { body = Self.unchunked(body) }
    }

    private static func unchunked(_ bytes: [UInt8]) -> [UInt8] {
        var rest = bytes[...]
        var result: [UInt8] = []
        while let end = rest.firstRange(of: [13, 10]),
            let size = Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16), size > 0
        {
            result += rest[end.upperBound...].prefix(size)
            rest = rest[end.upperBound...].dropFirst(size + 2)
        }
        return result
    }
}

#endif
