/// What `trimtab top` lists.
package enum TopView: String, CaseIterable, Hashable, Sendable {
    case types, sites, threads, tasks, labels, pools

    /// The key that switches to it, and what it is called on the screen.
    package var key: Character { Character(String((Self.allCases.firstIndex(of: self) ?? 0) + 1)) }
}
