extension HeapProfile {
    /// The profile with functions and lines at its locations.
    ///
    /// Locations that have frames already keep them.
    /// - Parameters:
    ///   - symbolicator: Finds the names; it keeps what it has loaded.
    ///   - topSites: If set, only the stacks are looked up of as many sites as this that use most, by each of bytes in
    ///     use, at the peak and allocated, and by objects allocated.
    ///
    /// Where the nameless profile is not used afterwards, it is changed and not copied.
    public consuming func symbolicated(by symbolicator: Symbolicator, topSites: Int? = nil) async -> HeapProfile {
        await nameLocations(locationsToLookUp(topSites: topSites), by: symbolicator)
        for number in NamelessAllocators(copy self).find() {
            for index in locations[number].frames.indices {
                locations[number].frames[index].origin = .allocator
            }
        }
        nameBoxes()
        return self
    }

    /// A box or a closure's context has no name of its own: it is told by the function that made it.
    private mutating func nameBoxes() {
        for number in sites.indices {
            guard let type = sites[number].type, type.hasPrefix(BlockType.localBox), !type.contains(" in "),
                let function = firstApplicationFrame(of: sites[number])?.frame.function
            else { continue }
            sites[number].type = "\(type) in \(function)"
        }
    }

    private func locationsToLookUp(topSites: Int?) -> [Int] {
        guard let topSites else { return Array(locations.indices) }
        let orders: [(Site) -> Double] = [
            { $0.inUse.bytes.value }, { $0.atPeak.bytes.value }, { $0.allocated.bytes.value },
            { $0.allocated.objects.value },
        ]
        let top = orders.flatMap { order in sites.sorted { order($0) > order($1) }.prefix(max(0, topSites)) }
        return Set(top.flatMap(\.stack)).sorted()
    }
}
