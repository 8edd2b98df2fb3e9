import ProfileReports

/// Where `trimtab top` has its numbers from.
protocol TopSource: Sendable {
    /// What is known now.
    /// - Throws: ``TopTrouble`` when nothing can be had at this moment; it may be asked again.
    func read() async throws(TopTrouble) -> TopSnapshot
}

/// Why there are no numbers now, in words for the person who looks.
struct TopTrouble: Error, CustomStringConvertible {
    let description: String
    /// Whether another try can help: not so where the token is refused, or where nothing was ever there.
    let isForGood: Bool

    init(_ description: String, isForGood: Bool = false) {
        self.description = description
        self.isForGood = isForGood
    }
}
