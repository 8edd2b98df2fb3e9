public import Profiles

/// A type or a line, before and after.
public struct DiffEntry: Hashable, Sendable {
    /// What is compared.
    public struct Name: Hashable, Sendable {
        /// The Swift type; of a line, that of most of what it has in use.
        public var type: String?
        /// The program's own frame that allocates; nil for types, and for unknown stacks.
        public var frame: Frame?

        init(type: String?, frame: Frame? = nil) {
            (self.type, self.frame) = (type, frame)
        }
    }

    public var name: Name
    /// In use at the end.
    public var before = Measure()
    public var after = Measure()
    /// The bounds of the change in bytes in 95 of 100 cases.
    public var interval95: ClosedRange<Double> = 0...0
    /// Whether chance alone would hardly make this change, given how many are compared.
    public var isBeyondChance = false

    /// Bytes in use after less those before.
    public var change: Int { after.bytes.count - before.bytes.count }
}
