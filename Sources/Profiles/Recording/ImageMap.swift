/// Finds the image that holds an address.
struct ImageMap {
    private struct Entry {
        let range: Range<UInt64>
        let index: Int
    }

    private let entries: [Entry]

    init(_ images: [Image]) {
        entries = images.indices.map { Entry(range: images[$0].range, index: $0) }
            .sorted { ($0.range.lowerBound, $0.index) < ($1.range.lowerBound, $1.index) }
    }

    /// Index of the image; where one was unloaded and another took its place, of the one that came last.
    func index(containing address: UInt64) -> Int? {
        let end = entries.partitionPoint { $0.range.lowerBound <= address }
        // Ranges overlap only where images were unloaded, so few candidates need a look.
        return entries[max(0, end - 16)..<end].filter { $0.range.contains(address) }.map(\.index).max()
    }
}
