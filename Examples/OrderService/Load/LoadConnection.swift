#if Server

import NIOCore
import NIOHTTP1
import NIOPosix

/// Makes one request after the other over one connection.
struct LoadConnection {
    private typealias HTTPChannel = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>
    private typealias Outbound = NIOAsyncChannelOutboundWriter<HTTPClientRequestPart>
    private typealias Inbound = NIOAsyncChannelInboundStream<HTTPClientResponsePart>

    /// More of a body than this is received but not kept.
    private static let keptBodySize = 4096

    let address: SocketAddress
    let budget: RequestBudget
    let pace: LoadPace

    private var statistics = LoadStatistics()
    private var scenario: LoadScenario

    init(address: SocketAddress, budget: RequestBudget, pace: LoadPace) throws {
        self.address = address
        self.budget = budget
        self.pace = pace
        self.scenario = try LoadScenario()
    }

    /// Makes requests until the budget is exhausted. Connects anew when a connection fails.
    /// - Throws: when it cannot connect.
    static func run(address: SocketAddress, budget: RequestBudget, pace: LoadPace) async throws -> LoadStatistics {
        var connection = try LoadConnection(address: address, budget: budget, pace: pace)
        while !budget.isExhausted {
            let channel = try await connection.connect()
            await connection.makeRequests(over: channel)
        }
        return connection.statistics
    }

    private func connect() async throws -> HTTPChannel {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(to: address) { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHTTPClientHandlers()
                return try HTTPChannel(wrappingChannelSynchronously: channel)
            }
        }
    }

    private mutating func makeRequests(over channel: HTTPChannel) async {
        var isRequestUnderWay = false
        do {
            try await channel.executeThenClose { inbound, outbound in
                var parts = inbound.makeAsyncIterator()
                while let number = budget.next() {
                    let start = try await pace.wait(forRequest: number)
                    isRequestUnderWay = true
                    let request = scenario.request(number: number)
                    try await send(request, to: outbound)
                    let response = try await receive(from: &parts)
                    isRequestUnderWay = false
                    statistics.record(
                        latency: ContinuousClock.now - start,
                        isError: response.status != request.expectedStatus
                    )
                    scenario.follow(response, to: request.kind)
                }
            }
        } catch {
            // An error while closing an idle connection costs no answer; any other is counted and the next
            // connection goes on.
            if isRequestUnderWay {
                statistics.recordFailure()
            }
        }
    }

    private func send(_ request: LoadRequest, to outbound: Outbound) async throws {
        var headers: HTTPHeaders = ["Host": "localhost"]
        if let token = scenario.token {
            headers.add(name: "Authorization", value: "Bearer \(token)")
        }
        if let body = request.body {
            headers.add(name: "Content-Type", value: "application/json")
            headers.add(name: "Content-Length", value: String(body.readableBytes))
        }
        let head = HTTPRequestHead(version: .http1_1, method: request.method, uri: request.uri, headers: headers)
        var parts: [HTTPClientRequestPart] = [.head(head)]
        if let body = request.body {
            parts.append(.body(.byteBuffer(body)))
        }
        parts.append(.end(nil))
        try await outbound.write(contentsOf: parts)
    }

    private func receive(from parts: inout Inbound.AsyncIterator) async throws -> LoadResponse {
        var response = LoadResponse(status: .ok, location: nil, body: ByteBuffer())
        while let part = try await parts.next(isolation: #isolation) {
            switch part {
            case .head(let head):
                response.status = head.status
                response.location = head.headers.first(name: "Location")
            case .body(let bytes):
                let room = Self.keptBodySize - response.body.readableBytes
                response.body.writeBytes(bytes.readableBytesView.prefix(room))
            case .end:
                return response
            }
        }
        throw ChannelError.inputClosed
    }
}

#endif
