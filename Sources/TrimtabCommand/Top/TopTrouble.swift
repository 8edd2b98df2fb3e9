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
