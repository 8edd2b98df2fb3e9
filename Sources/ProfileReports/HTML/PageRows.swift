internal import Profiles

/// The sites of a profile, as columns: what each stack of each thread has of each type.
///
/// The smallest of very many are one row together, without a stack: the sums stay the same.
struct PageRows: Encodable {
    /// One of the three ways to look at what a site allocated. Bytes and objects are the whole numbers that all outputs
    /// show.
    struct Columns: Encodable {
        private var bytes: [Int] = []
        private var objects: [Int] = []
        private var bytesVariance: [Double] = []
        private var objectsVariance: [Double] = []
        private var samples: [Int] = []

        mutating func append(_ measure: Measure) {
            bytes.append(measure.bytes.count)
            objects.append(measure.objects.count)
            bytesVariance.append(Self.finite(measure.bytes.estimate.variance))
            objectsVariance.append(Self.finite(measure.objects.estimate.variance))
            samples.append(measure.samples)
        }

        /// Three digits tell a variance well enough, and are short.
        private static func finite(_ variance: Double) -> Double {
            guard variance.isFinite, variance > 0 else { return 0 }
            let unit = max(0x1p-20, variance.binade / 4096)
            return (variance / unit).rounded() * unit
        }
    }

    private var node: [Int32] = []
    /// Index into the page's threads; -1 if unknown.
    private var thread: [Int] = []
    /// Index into ``HeapReport/types``; -1 if unknown.
    private var type: [Int] = []
    /// Index into ``HeapReport/lines``.
    private var line: [Int] = []
    /// Index into the page's labels; -1 for none.
    private var label: [Int] = []
    /// Index into ``reasons``; -1 where none is known.
    private var reason: [Int] = []
    private var inUse = Columns()
    private var allocated = Columns()
    private var peak = Columns()
    /// Why rows allocate.
    private var reasonList = PageList<StaticReason>()
    /// For each of the profile's sites the row that has it.
    private(set) var rowOfSite: [Int32]

    private enum CodingKeys: String, CodingKey {
        case node, thread, type, line, label, reason, inUse, allocated, peak
    }

    var reasons: [StaticReason] { reasonList.values }

    static let most = 25_000

    init(
        _ report: HeapReport,
        profile: HeapProfile,
        reasons: [Int: StaticReason],
        stacks: inout PageStacks,
        threads: inout PageThreads,
        labels: inout PageLabels
    ) {
        rowOfSite = [Int32](repeating: -1, count: profile.sites.count)
        let types = Dictionary(
            report.types.enumerated().map { ($0.element.name, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
        var lineOfSite = [Int](repeating: -1, count: report.sites.count)
        for (number, line) in report.lines.enumerated() {
            for site in line.sites { lineOfSite[site] = number }
        }
        var others: [Int: SiteUse] = [:]
        var othersSites: [Int: [Int]] = [:]
        for (number, site) in report.sites.enumerated() {
            guard node.count < Self.most else {
                others[lineOfSite[number], default: SiteUse()] += site.use
                othersSites[lineOfSite[number], default: []] += site.members
                continue
            }
            let stack = stacks.node(of: site.frames)
            for member in site.members {
                let thread = profile.sites[member].thread.flatMap {
                    profile.threads.indices.contains($0) ? profile.threads[$0].name : nil
                }
                rowOfSite[member] = Int32(clamping: node.count)
                let type = site.type.flatMap { types[$0] } ?? -1
                append(SiteUse(profile.sites[member]), stack, threads.index(of: thread), type)
                line.append(lineOfSite[number])
                label.append(labels.index(of: profile.sites[member].labels))
                reason.append(reasons[member].map { reasonList.index(of: $0) } ?? -1)
            }
        }
        for (number, use) in others.sorted(by: { $0.key < $1.key }) {
            for member in othersSites[number] ?? [] { rowOfSite[member] = Int32(clamping: node.count) }
            append(use, -1, -1, -1)
            line.append(number)
            label.append(-1)
            reason.append(-1)
        }
    }

    private mutating func append(_ use: SiteUse, _ stack: Int32, _ thread: Int, _ type: Int) {
        node.append(stack)
        self.thread.append(thread)
        self.type.append(type)
        inUse.append(use.inUse)
        allocated.append(use.allocated)
        peak.append(use.atPeak)
    }
}
