/// What the rows of `trimtab top` are sorted by; the largest come first, names from A to Z.
package enum TopSort: String, CaseIterable, Hashable, Sendable {
    case bytes, objects, rate, growth, name

    var next: TopSort {
        let all = Self.allCases
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }

    /// The column's title.
    var title: String {
        switch self {
        case .bytes: "in use"
        case .objects: "objects"
        case .rate: "alloc/s"
        case .growth: "growth/s"
        case .name: "name"
        }
    }
}
