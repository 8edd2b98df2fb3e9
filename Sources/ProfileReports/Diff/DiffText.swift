internal import Profiles
internal import Quantities

/// Says what changed in plain words.
struct DiffText {
    let diff: HeapDiff
    let names: Names

    static let most = 5

    /// What grew or shrank beyond chance, the most important first; that nothing did, if nothing did.
    var findings: [String] {
        let found = entries.prefix(Self.most).map(sentence)
        return found.isEmpty ? ["Nothing grew or shrank beyond chance."] : found
    }

    var totals: String {
        let (before, after) = (diff.before.totals.liveBytes, diff.after.totals.liveBytes)
        let change = Self.signed(after - before)
        return "Live heap at the end: \(Quantity.bytes(before)) before, \(Quantity.bytes(after)) after (\(change))."
    }

    /// Lines, and types where no line tells of them.
    private var entries: [DiffEntry] {
        let sites = diff.sites.filter(\.isBeyondChance)
        let told = Set(sites.compactMap(\.name.type))
        let types = diff.types.filter { $0.isBeyondChance && !told.contains($0.name.type ?? "") }
        let rank = { (entry: DiffEntry) in (entry.change > 0 ? 0 : 1, -abs(entry.change)) }
        return (sites + types).sorted { rank($0) < rank($1) }
    }

    func name(_ entry: DiffEntry) -> String {
        entry.name.frame.map(names.function) ?? entry.name.type.map(names.type) ?? "code with an unknown stack"
    }

    func place(_ entry: DiffEntry) -> String? {
        entry.name.frame.flatMap(names.place)
    }

    private func sentence(_ entry: DiffEntry) -> String {
        let type = entry.name.frame == nil ? nil : entry.name.type.map { ", of type \(names.type($0))," }
        let change = Quantity.bytes(abs(entry.change))
        let bounds = [abs(entry.interval95.lowerBound), abs(entry.interval95.upperBound)].sorted()
        let interval = bounds[0] < bounds[1] ? " (95 % interval \(Quantity.bytes(bounds[0]...bounds[1])))" : ""
        let (before, after) = (Quantity.bytes(entry.before.bytes.count), Quantity.bytes(entry.after.bytes.count))
        let place = place(entry).map { " At \($0)." } ?? ""
        return "\(name(entry))\(type ?? "") holds \(change) \(entry.change > 0 ? "more" : "less")\(interval):"
            + " \(before) before, \(after) after.\(place)"
    }

    static func signed(_ bytes: Int) -> String {
        bytes == 0 ? "0 B" : (bytes < 0 ? "−" : "+") + Quantity.bytes(abs(bytes))
    }

    /// The interval of a change; empty where nothing is estimated.
    static func interval(_ entry: DiffEntry) -> String {
        let bounds = [entry.interval95.lowerBound, entry.interval95.upperBound].map { Int($0.rounded()) }
        return bounds[0] < bounds[1] ? "\(signed(bounds[0])) to \(signed(bounds[1]))" : ""
    }
}
