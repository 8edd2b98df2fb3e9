/// What refers to some blocks, put together by its name.
package struct Referrer: Hashable, Sendable {
    package var name: ReferrerName
    /// Words that refer to one of the blocks.
    package var references: Int
    /// The blocks that hold these words.
    package var blocks: Int
    /// The blocks that they refer to.
    package var targets: Int
    /// Whether it is, or is of the type of, what the search began with or went through: here a cycle closes.
    package var isCycle: Bool
    /// What refers to ``blocks`` in turn, most references first.
    package var referrers: [Referrer]
    /// How many more there are than ``referrers`` shows.
    package var others: Int
}
