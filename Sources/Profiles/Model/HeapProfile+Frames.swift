extension HeapProfile {
    /// The locations of a site's stack, innermost call first; indices that point nowhere are left out.
    public func locations(of site: Site) -> [Location] {
        site.stack.compactMap { locations.indices.contains($0) ? locations[$0] : nil }
    }

    /// The innermost frame of the program's own code: where a person would look for the allocation.
    ///
    /// Frames without a source line (thunks, allocating initialisers and others that the compiler wrote) are passed
    /// over as long as the stack has an application frame with one.
    /// - Returns: nil for a stack without application frames, or one that is not symbolicated.
    public func firstApplicationFrame(of site: Site) -> FoundFrame? {
        firstApplicationFrame(ofStack: site.stack)
    }
}
