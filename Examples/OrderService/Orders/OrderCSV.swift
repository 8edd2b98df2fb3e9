#if Server

import NIOCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Writes orders as comma-separated values (RFC 4180), a chunk at a time.
struct OrderCSV {
    private static let header = "order,placed,status,customer,email,city,article,quantity,unit price\r\n"
    private static let chunkSize = 64 * 1024

    private var chunk = ByteBuffer(string: header)

    /// Whether it is time to send the chunk. It may then hold a little more than 64 KiB.
    var isChunkFull: Bool {
        chunk.readableBytes >= Self.chunkSize
    }

    /// Adds a row for each line of the order.
    mutating func append(_ order: Order) {
        let placed = order.placedAt.formatted(.iso8601)
        for line in order.lines {
            let fields = [
                String(order.id), placed, order.status.rawValue,
                order.customer.name, order.customer.email, order.customer.city,
                line.article, String(line.quantity), Self.decimal(cents: line.unitPriceInCents),
            ]
            chunk.writeString(fields.map(Self.quoted).joined(separator: ",") + "\r\n")
        }
    }

    /// The bytes collected since the last call.
    mutating func takeChunk() -> ByteBuffer {
        defer { chunk = ByteBuffer() }
        return chunk
    }

    private static func decimal(cents: Int) -> String {
        let (whole, rest) = cents.magnitude.quotientAndRemainder(dividingBy: 100)
        return "\(cents < 0 ? "-" : "")\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }

    private static func quoted(_ field: String) -> String {
        guard field.utf8.contains(where: needsQuotes) else { return field }
        return "\"" + field.replacing("\"", with: "\"\"") + "\""
    }

    private static func needsQuotes(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n"): true
        default: false
        }
    }
}

#endif
