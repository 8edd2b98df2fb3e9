#if Server

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Keeps the most recent orders in memory. A new order takes the place of the oldest one, so memory stays flat
/// however long the service runs.
actor OrderStore {
    /// The kept orders; order `id` is at index `(id - 1) % capacity`.
    private var orders: [Order] = []
    /// The ids of each customer's kept orders, oldest first.
    private var idsByCustomer: [String: [Int]] = [:]
    private var lastID = 0
    private let capacity: Int

    /// - Parameter capacity: how many orders to keep, at least 1.
    init(capacity: Int) {
        precondition(capacity > 0, "An order store keeps at least one order")
        self.capacity = capacity
    }

    func place(_ newOrder: NewOrder) -> Order {
        lastID += 1
        let order = Order(
            id: lastID,
            customer: newOrder.customer,
            lines: newOrder.lines,
            placedAt: Date(),
            status: .placed
        )
        if orders.count < capacity {
            orders.append(order)
        } else {
            let index = index(of: order.id)
            forget(orders[index])
            orders[index] = order
        }
        idsByCustomer[order.customer.name, default: []].append(order.id)
        return order
    }

    /// The order of that id, or nil if there never was one or newer ones have taken its place.
    func order(_ id: Int) -> Order? {
        guard id > 0, id <= lastID, id > lastID - orders.count else { return nil }
        return orders[index(of: id)]
    }

    /// The kept orders of a customer, newest first.
    func orders(ofCustomer name: String, limit: Int) -> [Order] {
        (idsByCustomer[name] ?? []).reversed().prefix(limit).map { orders[index(of: $0)] }
    }

    /// Every kept order, in no particular sequence.
    func all() -> [Order] {
        orders
    }

    private func index(of id: Int) -> Int {
        (id - 1) % capacity
    }

    private func forget(_ oldest: Order) {
        let name = oldest.customer.name
        // Orders are forgotten in the sequence of their ids, so the oldest of all leads its customer's list.
        idsByCustomer[name]?.removeFirst()
        if idsByCustomer[name]?.isEmpty == true {
            idsByCustomer[name] = nil
        }
    }
}

#endif
