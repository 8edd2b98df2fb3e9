/// A bounded series of looks at a process, from which ``LeakAnalysis`` tells what leaks.
///
/// When it is full every second look goes, and half as many are kept from then on: so it always reaches from the first look
/// to the last.
public struct LeakHistory: Sendable {
    /// A look without its blocks.
    struct Moment: Sendable {
        var time: Double
        var load: Double
        var liveBytes: Int
        var residentBytes: Int?
        var memoryLimit: Int?
    }

    private(set) var moments: [Moment] = []
    private(set) var subjects: [LeakSubject: LeakCohorts] = [:]
    private let capacity: Int
    /// Of so many looks one is kept.
    private var stride = 1
    /// Looks since the last that is kept.
    private var skipped = 0

    /// More subjects than this are not followed: those with least memory are left out.
    static let mostSubjects = 1024
    /// A subject with fewer live samples and less of the live heap is not worth following yet.
    static let leastSamples = 4
    static let leastShare = 0.002

    /// - Parameter capacity: How many looks are kept at most; an even number, at least 16.
    public init(capacity: Int = 48) {
        self.capacity = max(16, capacity + capacity % 2)
    }

    /// How many looks there are.
    public var count: Int { moments.count }

    /// Seconds from the first look to the last.
    public var span: Double { (moments.last?.time ?? 0) - (moments.first?.time ?? 0) }

    /// Adds a look. One that is not later than the last is left out.
    public mutating func add(_ look: LeakLook) {
        guard look.time.isFinite, look.load.isFinite, look.time > moments.last?.time ?? -.infinity else { return }
        if skipped > 0 { removeLast() }
        skipped = (skipped + 1) % stride
        let known = moments.count
        moments.append(
            Moment(
                time: look.time,
                load: look.load,
                liveBytes: look.liveBytes,
                residentBytes: look.residentBytes,
                memoryLimit: look.memoryLimit
            )
        )
        let followed = follow(look)
        for subject in subjects.keys where followed[subject] == nil { subjects[subject]?.append([:]) }
        for (subject, blocks) in followed {
            subjects[subject, default: LeakCohorts(emptyLooks: known)].append(cohorts(of: blocks))
        }
        subjects = subjects.filter { !$0.value.isEmpty }
        if moments.count == capacity { halve() }
    }

    /// What is to be noted of a look: what has enough samples, or much in few, or is known already; the largest first.
    private func follow(_ look: LeakLook) -> [LeakSubject: [LeakBlock]] {
        let much = Double(max(0, look.liveBytes)) * Self.leastShare
        let wanted = look.blocks.filter { subject, blocks in
            blocks.count >= Self.leastSamples || subjects[subject] != nil
                || !blocks.isEmpty && blocks.reduce(0) { $0 + $1.bytes } >= much
        }
        guard wanted.count > Self.mostSubjects else { return wanted }
        let sizes = wanted.mapValues { $0.reduce(0) { $0 + $1.bytes } }
        let largest = Set(wanted.keys.sorted { (sizes[$0] ?? 0) > (sizes[$1] ?? 0) }.prefix(Self.mostSubjects))
        return wanted.filter { largest.contains($0.key) }
    }

    private func cohorts(of blocks: [LeakBlock]) -> [Int: LeakCohort] {
        var result: [Int: LeakCohort] = [:]
        for block in blocks where block.bytes.isFinite && block.objects.isFinite {
            result[cohort(of: block.allocatedTime), default: LeakCohort()]
                .add(objects: block.objects, bytes: block.bytes)
        }
        return result
    }

    /// The number of the first look that is not before a time; of the last for what is later.
    private func cohort(of time: Double) -> Int {
        min(moments.partitionPoint { $0.time < time }, max(0, moments.count - 1))
    }

    private mutating func removeLast() {
        moments.removeLast()
        for subject in subjects.keys { subjects[subject]?.removeLast() }
    }

    private mutating func halve() {
        moments = Swift.stride(from: 1, to: moments.count, by: 2).map { moments[$0] }
        for subject in subjects.keys { subjects[subject]?.halve() }
        stride *= 2
        // The last is kept: the next one is the first of those of which one is kept.
        skipped = 0
    }
}

extension LeakHistory {
    /// A history that was put together at once.
    init(moments: [Moment], subjects: [LeakSubject: LeakCohorts]) {
        self.init(capacity: moments.count + 2)
        self.moments = moments
        self.subjects = subjects
    }
}
