extension HeapProfile {
    /// A frame of a stack, and where it was found.
    public struct FoundFrame: Hashable, Sendable {
        public var frame: Frame
        /// Index into ``HeapProfile/locations``.
        public var location: Int
        /// Index into ``HeapProfile/images``; nil if no image holds the address.
        public var image: Int?
    }

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
        var first: FoundFrame?
        for number in site.stack where locations.indices.contains(number) {
            let location = locations[number]
            for frame in location.frames where frame.origin == .application {
                let image = location.image.flatMap { images.indices.contains($0) ? $0 : nil }
                let found = FoundFrame(frame: frame, location: number, image: image)
                if frame.line != nil { return found }
                first = first ?? found
            }
        }
        return first
    }
}
