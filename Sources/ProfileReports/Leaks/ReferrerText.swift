package import Profiles
internal import Quantities

/// Says in plain words who refers to what leaks.
package struct ReferrerText {
    let names: Names

    init(names: Names) {
        self.names = names
    }

    /// With functions shortened.
    package init() {
        self.init(names: Names())
    }

    /// How much of it was seen.
    package func coverage(_ report: ReferrerReport) -> String {
        let coverage = report.coverage
        let objects = Quantity.count(max(Estimate(value: report.objects).count, report.lookedAt))
        let bytes = Quantity.bytes(coverage.sampledBytes + coverage.foundBytes)
        let live = Quantity.bytes(report.liveBytes)
        var sentences = [
            "PARTIAL: \(Quantity.count(report.lookedAt)) of about \(objects) such objects were looked at, and something is"
                + " known to refer to \(Quantity.count(report.referredTo)). \(bytes) of \(live) in use and"
                + " \(Quantity.bytes(coverage.dataBytes)) of globals were looked through."
        ]
        if coverage.goneBlocks > 0 {
            let verb = coverage.goneBlocks == 1 ? "was" : "were"
            sentences.append("\(Quantity.count(coverage.goneBlocks, "block")) \(verb) freed meanwhile and left out.")
        }
        if coverage.isCut { sentences.append("The search ended early at one of its limits.") }
        return sentences.joined(separator: " ")
    }

    /// What there is instead of referrers where none is known.
    package static let absence =
        "Nothing that was looked through refers to them: what does was not sampled, or is a stack, thread-local storage or"
        + " memory of C."

    /// As `Dictionary<Int, Session> storage`, `memory of parse(_:)` or `global sessions (my-server)`.
    package func name(_ name: ReferrerName) -> String {
        switch name.kind {
        case .type: names.type(name.name)
        case .function: "memory of \(names.function(Frame(function: name.name)))"
        case .global: DisplayWidth.printable("global \(name.name)" + (name.image.map { " (\($0))" } ?? ""))
        }
    }

    /// A row for each referrer, those of a referrer behind it and one deeper.
    static func rows(_ referrers: [Referrer], depth: Int = 0) -> [(depth: Int, referrer: Referrer)] {
        referrers.flatMap { [(depth, $0)] + rows($0.referrers, depth: depth + 1) }
    }
}
