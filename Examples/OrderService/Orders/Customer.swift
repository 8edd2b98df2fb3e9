#if Server

/// Who placed an order.
struct Customer: Codable, Sendable {
    var name: String
    var email: String
    var city: String
}

#endif
