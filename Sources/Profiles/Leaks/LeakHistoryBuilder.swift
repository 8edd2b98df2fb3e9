/// Sorts the samples of one process's profiles into cohorts.
struct LeakHistoryBuilder {
    private struct Block {
        var subject: LeakSubject
        var sample: Sample
    }

    /// What tells one sample of a process from all others.
    private struct Identity: Hashable {
        var address: UInt64
        var allocatedTime: Double
    }

    private let times: [Double]
    private var blocks: [Identity: Block] = [:]
    /// From when on all that was freed is known, of what was in use then; 0 for always.
    private var knownTime = 0.0
    /// Samples of each subject that were freed, as the sites count them, less those remembered.
    private var forgotten: [LeakSubject: Int] = [:]

    /// - Parameter profiles: At least one, the latest last.
    init(_ profiles: [HeapProfile], times: [Double]) {
        self.times = times
        guard let last = profiles.last else { return }
        count(last)
        for (number, profile) in profiles.enumerated().reversed() {
            // What a later profile does not know any more was freed meanwhile.
            add(profile, freedBy: number + 1 < profiles.count ? profiles[number + 1].duration : nil)
        }
        knownTime = min(firstRememberedFree(last) ?? 0, profiles.count > 1 ? profiles[0].duration : .infinity)
    }

    private mutating func add(_ profile: HeapProfile, freedBy time: Double?) {
        let subjects = profile.leakSubjects()
        for sample in profile.samples where subjects.indices.contains(sample.site) {
            let identity = Identity(address: sample.address, allocatedTime: sample.allocatedTime)
            guard blocks[identity] == nil else { continue }
            var block = Block(subject: subjects[sample.site], sample: sample)
            if sample.freedTime == nil { block.sample.freedTime = time }
            blocks[identity] = block
        }
    }

    private mutating func count(_ profile: HeapProfile) {
        let subjects = profile.leakSubjects()
        for (number, site) in profile.sites.enumerated() {
            for subject in Self.subjects(of: subjects[number]) {
                forgotten[subject, default: 0] += max(0, site.allocated.samples - site.inUse.samples)
            }
        }
        for sample in profile.samples where sample.freedTime != nil && subjects.indices.contains(sample.site) {
            for subject in Self.subjects(of: subjects[sample.site]) { forgotten[subject, default: 0] -= 1 }
        }
    }

    /// From when on all that was freed is remembered: they are forgotten in the order in which they were freed. nil if
    /// nothing was forgotten.
    private func firstRememberedFree(_ profile: HeapProfile) -> Double? {
        let freed = profile.samples.lazy.compactMap(\.freedTime)
        let count = profile.sites.reduce(0) { $0 + max(0, $1.allocated.samples - $1.inUse.samples) }
        guard count > freed.count else { return nil }
        return freed.min() ?? profile.duration
    }

    /// A subject is followed if any of it is live: a growing array is one sample.
    func cohorts() -> [LeakSubject: LeakCohorts] {
        let live = Set(
            blocks.values.lazy.filter { $0.sample.freedTime == nil }.flatMap { Self.subjects(of: $0.subject) }
        )
        var amounts: [LeakSubject: [[Int: LeakCohort]]] = [:]
        for block in blocks.values {
            for subject in Self.subjects(of: block.subject) where live.contains(subject) {
                add(block.sample, to: &amounts[subject, default: Array(repeating: [:], count: times.count)])
            }
        }
        let firstKnown = times.firstIndex { $0 >= knownTime } ?? times.count - 1
        return Dictionary(
            uniqueKeysWithValues: amounts.map { subject, looks in
                var cohorts = LeakCohorts(emptyLooks: 0)
                for look in looks { cohorts.append(look) }
                // Freed samples are given to types in proportion, so a few may seem to be missing.
                let inUse = looks.last?.values.reduce(0) { $0 + $1.samples } ?? 0
                cohorts.firstKnownLook = forgotten[subject] ?? 0 <= inUse / 50 ? 0 : firstKnown
                return (subject, cohorts)
            }
        )
    }

    private static func subjects(of subject: LeakSubject) -> [LeakSubject] {
        subject.type.map { [subject, LeakSubject(type: $0)] } ?? [subject]
    }

    private func add(_ sample: Sample, to looks: inout [[Int: LeakCohort]]) {
        let cohort = look(notBefore: sample.allocatedTime)
        let end = sample.freedTime.map { look(notBefore: $0) } ?? times.count
        guard cohort < end else { return }
        let bytes = sample.weight * Double(sample.size)
        for look in cohort..<end {
            looks[look][cohort, default: LeakCohort()].add(objects: sample.weight, bytes: bytes)
        }
    }

    /// The number of the look; how many there are for what is later than all.
    private func look(notBefore time: Double) -> Int {
        guard let last = times.last, last > 0, time.isFinite else { return times.count }
        // The times divide the run evenly.
        let number = (time / last * Double(times.count)).rounded(.up) - 1
        return Int(min(max(0, number), Double(times.count)))
    }
}
