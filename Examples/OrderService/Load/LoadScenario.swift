#if Server

import NIOCore
import NIOHTTP1

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What requests the load is made of. Of 200 requests 10 log in, 40 place an order, 20 list a customer's orders,
/// one exports everything, and the others look up an order.
///
/// A connection keeps a scenario of its own, since it bears the token of its latest login and looks up the order
/// that it placed last.
struct LoadScenario {
    private let loginBodies: [ByteBuffer]
    private let orderBodies: [ByteBuffer]
    private(set) var token: String?
    private var lastOrder: String?

    init() throws {
        let encoder = JSONEncoder()
        loginBodies = try SampleOrders.customerNames.map {
            try ByteBuffer(bytes: encoder.encode(LoginRequest(customer: $0)))
        }
        orderBodies = try (0..<100).map {
            try ByteBuffer(bytes: encoder.encode(SampleOrders.order(number: $0)))
        }
    }

    /// The request of that number among all requests of the load.
    func request(number: Int) -> LoadRequest {
        switch number % 20 {
        case 0: logIn(number: number)
        case 1...4: placeOrder(number: number)
        case 5, 6: listOrders(number: number)
        case 7 where number % 200 == 7: LoadRequest(kind: .export, uri: "/export.csv")
        default: lookUpOrder(number: number)
        }
    }

    /// Takes from an answer what later requests need.
    mutating func follow(_ response: LoadResponse, to kind: LoadRequest.Kind) {
        switch kind {
        case .logIn:
            token = try? JSONDecoder().decode(LoginResponse.self, from: Data(response.body.readableBytesView)).token
        case .placeOrder:
            lastOrder = response.location
        case .listOrders, .lookUpOrder, .export:
            break
        }
        if response.status == .unauthorized {
            token = nil
        }
    }

    private func logIn(number: Int) -> LoadRequest {
        let body = loginBodies[number / 20 % loginBodies.count]
        return LoadRequest(kind: .logIn, method: .POST, uri: "/login", body: body)
    }

    private func placeOrder(number: Int) -> LoadRequest {
        let body = orderBodies[number % orderBodies.count]
        return LoadRequest(kind: .placeOrder, method: .POST, uri: "/orders", body: body, expectedStatus: .created)
    }

    private func listOrders(number: Int) -> LoadRequest {
        let name = SampleOrders.customerNames[number % SampleOrders.customerNames.count]
        return LoadRequest(kind: .listOrders, uri: "/orders?customer=" + name.replacing(" ", with: "%20"))
    }

    private func lookUpOrder(number: Int) -> LoadRequest {
        guard let lastOrder else { return placeOrder(number: number) }
        return LoadRequest(kind: .lookUpOrder, uri: lastOrder)
    }
}

#endif
