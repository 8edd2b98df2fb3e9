extension Int {
    /// Adds bytes that were given up, at most up to the largest number: what caches say of themselves may be anything.
    mutating func addGivenUp(_ bytes: Int) { self += Swift.min(bytes, .max - self) }
}
