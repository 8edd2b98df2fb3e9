#if Server

/// How far an order has come.
enum OrderStatus: String, Codable, Sendable {
    case placed
    case shipped
}

#endif
