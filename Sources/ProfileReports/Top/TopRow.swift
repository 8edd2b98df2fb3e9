/// A row as it is shown: of one thing, or of several that are merged.
struct TopRow: Sendable {
    var row: TopSnapshot.Row
    var series: TopSeries
    /// How many rows it stands for.
    var count = 1
}
