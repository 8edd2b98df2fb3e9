#if Server

/// One article of an order.
struct OrderLine: Codable, Sendable {
    var article: String
    var quantity: Int
    var unitPriceInCents: Int
}

#endif
