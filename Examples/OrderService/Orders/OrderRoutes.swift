#if Server

import HTTPTypes
import Hummingbird

/// `POST /orders`, `GET /orders/{id}` and `GET /orders?customer=NAME`, all in JSON.
struct OrderRoutes {
    private static let longestListing = 20

    let store: OrderStore
    /// Who is asked for orders that are not here.
    let downstream: DownstreamOrders?

    var routes: RouteCollection<BasicRequestContext> {
        RouteCollection(context: BasicRequestContext.self)
            .post("orders", use: place)
            .get("orders/:id", use: order)
            .get("orders", use: list)
    }

    @Sendable
    private func place(
        _ request: Request,
        context: BasicRequestContext
    ) async throws -> EditedResponse<Order> {
        let order = try await store.place(request.decode(as: NewOrder.self, context: context))
        return EditedResponse(status: .created, headers: [.location: "/orders/\(order.id)"], response: order)
    }

    @Sendable
    private func order(_ request: Request, context: BasicRequestContext) async throws -> Order {
        let id = try context.parameters.require("id", as: Int.self)
        if let order = await store.order(id) { return order }
        if let order = try await downstream?.order(id) { return order }
        throw HTTPError(.notFound, message: "There is no order \(id).")
    }

    @Sendable
    private func list(_ request: Request, context: BasicRequestContext) async throws -> [Order] {
        guard let customer = request.uri.queryParameters["customer"] else {
            throw HTTPError(.badRequest, message: "Name the customer: /orders?customer=NAME")
        }
        return await store.orders(ofCustomer: String(customer), limit: Self.longestListing)
    }
}

#endif
