import ProfileReports

/// Where `trimtab top` has its numbers from.
protocol TopSource: Sendable {
    /// What is known now.
    /// - Throws: ``TopTrouble`` when nothing can be had at this moment; it may be asked again.
    func read() async throws(TopTrouble) -> TopSnapshot
}
