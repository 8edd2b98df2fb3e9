#if Server

import AsyncHTTPClient
import Hummingbird
import NIOCore
import NIOHTTP1

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The orders of another order service. The client tells it of the trace that the request belongs to.
struct DownstreamOrders: Sendable {
    private static let longestOrder = 1 << 20
    private static let timeout = TimeAmount.seconds(10)

    /// Where the other service is, such as `http://127.0.0.1:8081`.
    let url: String

    /// The order of that id, or nil if the other service has none.
    func order(_ id: Int) async throws -> Order? {
        guard let body = try await get("/orders/\(id)") else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(Order.self, from: Data(body.readableBytesView))
    }

    /// Nil where the other service has nothing.
    private func get(_ path: String) async throws -> ByteBuffer? {
        let response: HTTPClientResponse
        do {
            response = try await HTTPClient.shared.execute(HTTPClientRequest(url: url + path), timeout: Self.timeout)
        } catch {
            throw HTTPError(.badGateway, message: "\(url) cannot be asked: \(error)")
        }
        if response.status == .notFound { return nil }
        guard response.status == .ok else {
            throw HTTPError(.badGateway, message: "\(url) answered \(response.status.code).")
        }
        return try await response.body.collect(upTo: Self.longestOrder)
    }
}

#endif
