#if Server

/// The body of `POST /orders`.
struct NewOrder: Codable, Sendable {
    var customer: Customer
    var lines: [OrderLine]
}

#endif
