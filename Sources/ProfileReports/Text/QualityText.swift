internal import Profiles
internal import Quantities

/// Says how far the numbers can be trusted.
struct QualityText {
    let report: HeapReport

    /// One fact each.
    var sentences: [String] {
        ([sampling] + losses + [exactness] + symbols + report.facts.warnings).map(DisplayWidth.printable)
    }

    private var sampling: String {
        let taken = Quantity.count(report.sampling.taken, "sample")
        switch report.samplingInterval {
        case 1: return "Every allocation was traced: \(taken), and nothing is estimated."
        case 0: return "\(taken) at an unknown interval."
        default:
            let interval = Quantity.bytes(report.samplingInterval)
            return "\(taken), one per \(interval) allocated on average; what is said by site is estimated from them."
        }
    }

    private var losses: [String] {
        let sampling = report.sampling
        let dropped = Quantity.count(sampling.dropped, "sample")
        let losses: [(Int, String)] = [
            (
                sampling.dropped,
                "\(dropped) dropped for lack of room: their memory is missing by site; use a larger --interval."
            ),
            (sampling.droppedStacks, "\(Quantity.count(sampling.droppedStacks, "sample")) without room for the stack."),
            (sampling.truncatedStacks, "\(Quantity.count(sampling.truncatedStacks, "stack")) cut at the outer end."),
            (
                sampling.unwoundStacks,
                "\(Quantity.count(sampling.unwoundStacks, "stack")) walked by unwind tables: some code keeps no frame pointer."
            ),
            (
                sampling.droppedImages,
                "\(Quantity.count(sampling.droppedImages, "loaded file")) without room in the table."
            ),
            (
                sampling.droppedLabels,
                "\(Quantity.count(sampling.droppedLabels, "set")) of labels without room: use fewer different ones."
            ),
        ]
        let found = losses.filter { $0.0 > 0 }.map(\.1)
        return found.isEmpty ? ["Nothing was dropped."] : found
    }

    private var exactness: String {
        report.totals.isLiveBytesExact
            ? "Totals are exact counts; live bytes are what blocks occupy, sites' bytes what was requested."
            : "Counts of allocations are exact where recorded; live bytes are estimated from samples."
    }

    private var symbols: [String] {
        guard !report.imagesWithoutSymbols.isEmpty else { return [] }
        let names = report.imagesWithoutSymbols.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
        let shown = names.prefix(5).joined(separator: ", ")
        let more = names.count > 5 ? " and \(names.count - 5) more" : ""
        return ["No symbols for \(shown)\(more): give unstripped copies with --symbols."]
    }
}
