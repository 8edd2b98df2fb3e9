extension RangeReplaceableCollection {
    /// Creates an empty collection that takes `count` elements without another allocation.
    ///
    /// For an array that is exactly one allocation, made here. The standard library's `reserveCapacity(_:)` does the
    /// work; this is its form as an initializer, for everything that can grow: `Array`, `ContiguousArray`, `String`
    /// (in UTF-8 code units; up to 15 need no allocation).
    ///
    ///     var rows = [Row](reservingCapacity: expected)
    ///
    /// - Parameter count: Number of elements expected; 0 allocates nothing.
    /// - Precondition: `count` is not negative.
    public init(reservingCapacity count: Int) {
        precondition(count >= 0, "a capacity cannot be negative")
        self.init()
        guard count > 0 else { return }
        reserveCapacity(count)
    }
}

extension Dictionary {
    /// Creates an empty dictionary that takes `count` keys without another allocation.
    ///
    /// Exactly one allocation, made here: the standard library's `init(minimumCapacity:)`.
    ///
    /// - Parameter count: Number of different keys expected; 0 allocates nothing.
    /// - Precondition: `count` is not negative.
    public init(reservingCapacity count: Int) {
        precondition(count >= 0, "a capacity cannot be negative")
        self.init(minimumCapacity: count)
    }
}

extension Set {
    /// Creates an empty set that takes `count` elements without another allocation.
    ///
    /// Exactly one allocation, made here: the standard library's `init(minimumCapacity:)`.
    ///
    /// - Parameter count: Number of different elements expected; 0 allocates nothing.
    /// - Precondition: `count` is not negative.
    public init(reservingCapacity count: Int) {
        precondition(count >= 0, "a capacity cannot be negative")
        self.init(minimumCapacity: count)
    }
}
