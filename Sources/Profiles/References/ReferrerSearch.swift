/// Goes through a graph backwards, from what leaks to what holds it.
struct ReferrerSearch {
    private let graph: ReferenceGraph
    /// The references to each block, by the block's number: ``referrers`` from one offset to the next.
    private var offsets: [Int]
    private var referrers: [UInt32]
    /// Names that are shown with their own referrers somewhere: each is so once.
    private var expanded: Set<Int> = []

    private static let levels = 5
    private static let rows = [8, 4, 3, 3, 3]
    /// Who has less than one of so many references is not worth a row: a word that was left behind looks the same.
    private static let leastShare = 100

    init(_ graph: ReferenceGraph) {
        self.graph = graph
        offsets = [Int](repeating: 0, count: graph.blocks.count + 1)
        for reference in graph.references { offsets[Int(reference.to) + 1] += 1 }
        for number in graph.blocks.indices { offsets[number + 1] += offsets[number] }
        var next = offsets
        referrers = [UInt32](repeating: 0, count: graph.references.count)
        for reference in graph.references {
            referrers[next[Int(reference.to)]] = reference.from
            next[Int(reference.to)] += 1
        }
    }

    /// - Returns: nil if no block of that name was looked at.
    mutating func report(on subject: ReferrerName) -> ReferrerReport? {
        guard let name = graph.knownNumber(of: subject) else { return nil }
        let blocks = graph.blocks.indices.filter { graph.blocks[$0].name == name && !graph.blocks[$0].isGone }
        guard !blocks.isEmpty else { return nil }
        expanded = [name]
        let top = level(0, of: blocks.map(UInt32.init), path: [name])
        return ReferrerReport(
            subject: subject,
            objects: max(graph.objects[subject] ?? 0, Double(blocks.count)),
            lookedAt: blocks.count,
            referredTo: blocks.count { offsets[$0] < offsets[$0 + 1] },
            liveBytes: graph.liveBytes,
            coverage: graph.coverage,
            referrers: top.referrers,
            others: top.others
        )
    }

    private struct Tally {
        var references = 0
        var targets = 0
        var lastTarget: UInt32?
        var blocks: Set<UInt32> = []

        mutating func add(_ referrer: UInt32, target: UInt32) {
            references += 1
            blocks.insert(referrer)
            // Targets come one after the other.
            if lastTarget != target {
                targets += 1
                lastTarget = target
            }
        }
    }

    private mutating func level(
        _ level: Int,
        of targets: [UInt32],
        path: [Int]
    ) -> (referrers: [Referrer], others: Int) {
        var tallies: [Int: Tally] = [:]
        for target in targets {
            for referrer in referrers[offsets[Int(target)]..<offsets[Int(target) + 1]] {
                tallies[graph.blocks[Int(referrer)].name, default: Tally()].add(referrer, target: target)
            }
        }
        let ordered = tallies.sorted { one, other in
            one.value.references != other.value.references
                ? one.value.references > other.value.references
                : graph.names[one.key].name < graph.names[other.key].name
        }
        let all = ordered.reduce(0) { $0 + $1.value.references }
        let worthwhile = ordered.prefix(Self.rows[level]).prefix { $0.value.references * Self.leastShare >= all }
        let shown = worthwhile.map { name, tally in
            let isNew = expanded.insert(name).inserted
            let next =
                isNew && level + 1 < Self.levels
                ? self.level(level + 1, of: Array(tally.blocks), path: path + [name]) : ([], 0)
            return Referrer(
                name: graph.names[name],
                references: tally.references,
                blocks: tally.blocks.count,
                targets: tally.targets,
                isCycle: path.contains(name),
                referrers: next.0,
                others: next.1
            )
        }
        return (shown, ordered.count - shown.count)
    }
}
