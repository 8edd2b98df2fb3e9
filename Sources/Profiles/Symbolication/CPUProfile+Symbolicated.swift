extension CPUProfile {
    /// The profile with functions and lines at its locations.
    ///
    /// Locations that have frames already keep them.
    /// - Parameter symbolicator: Finds the names; it keeps what it has loaded.
    public func symbolicated(by symbolicator: Symbolicator) async -> CPUProfile {
        var result = self
        await result.nameLocations(Array(locations.indices), by: symbolicator)
        return result
    }
}
