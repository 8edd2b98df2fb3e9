/// How a stack of which nothing is known stands in a pprof file: as one location without address and mapping, because
/// pprof drops samples that have no location at all.
enum PprofUnknownStack {
    static let name = "[unknown]"

    /// The ids of the locations that say no more than that.
    static func locations(in file: PprofFile) -> Set<UInt64> {
        let functions = Set(file.functions.lazy.filter { file.string($0.name) == name }.map(\.id))
        guard !functions.isEmpty else { return [] }
        let locations = file.locations.lazy.filter { location in
            location.address == 0 && location.mapping == 0 && location.lines.count == 1
                && functions.contains(file.lines[location.lines.lowerBound].function)
        }
        return Set(locations.map(\.id))
    }
}
