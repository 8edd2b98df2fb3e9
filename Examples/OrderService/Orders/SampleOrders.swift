#if Server

/// Made-up orders: they fill the store at the start, and the load generator places more of them.
enum SampleOrders {
    static let customerNames = (1...50).map { "Customer \($0)" }

    private static let articles = ["Rope, 10 m", "Cleat", "Shackle", "Winch handle", "Block", "Fender", "Anchor"]
    private static let cities = ["Rotterdam", "Bergen", "Porto", "Genoa"]

    /// The same number always gives the same order.
    static func order(number: Int) -> NewOrder {
        let name = customerNames[number % customerNames.count]
        let customer = Customer(
            name: name,
            email: "customer.\(number % customerNames.count)@example.com",
            city: cities[number % cities.count]
        )
        let lines = (0..<(1 + number % 5)).map { position in
            OrderLine(
                article: articles[(number + position) % articles.count],
                quantity: 1 + position,
                unitPriceInCents: 250 + 100 * ((number + position) % 40)
            )
        }
        return NewOrder(customer: customer, lines: lines)
    }
}

#endif
