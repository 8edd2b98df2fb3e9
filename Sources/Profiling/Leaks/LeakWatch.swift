internal import Profiles

/// The series of looks, and what is known to leak: plain values that know no clock.
struct LeakWatch: Sendable {
    /// What is news of a leak.
    enum Change: Hashable, Sendable {
        case found(DetectedLeak)
        case changed(DetectedLeak)
        case ended(DetectedLeak)
    }

    private struct Known: Sendable {
        /// As it was last logged.
        var said: DetectedLeak
        var missed = 0
    }

    private let analysis: LeakAnalysis
    private var histories: [DetectedLeak.Resource: LeakHistory] = [:]
    private var known: [DetectedLeak.Identity: Known] = [:]
    private(set) var leaks: [DetectedLeak] = []

    /// One that is not found so many times in a row has ended; what is found and lost from look to look is one leak.
    private static let mostMissed = 5
    /// A change of pace by this factor is news.
    private static let muchFaster = 2.0

    init(criteria: LeakCriteria) {
        analysis = LeakAnalysis(criteria: criteria)
    }

    /// Seconds from the first look to the last, of each resource that can be watched.
    var watched: [DetectedLeak.Resource: Double] { histories.mapValues(\.span) }

    /// Adds looks.
    /// - Returns: What leaks by them, without words.
    mutating func add(_ looks: [DetectedLeak.Resource: LeakLook]) -> [DetectedLeak.Resource: [LeakFinding]] {
        for (resource, look) in looks { histories[resource, default: LeakHistory()].add(look) }
        return histories.mapValues { analysis.findings(in: $0) }
    }

    /// Remembers what leaks now.
    mutating func note(_ leaks: [DetectedLeak]) -> [Change] {
        self.leaks = leaks
        var changes: [Change] = []
        var missing = Set(known.keys)
        for leak in leaks {
            missing.remove(leak.identity)
            guard let before = known[leak.identity] else {
                known[leak.identity] = Known(said: leak)
                changes.append(.found(leak))
                continue
            }
            let pace = leak.finding.bytesPerSecond / before.said.finding.bytesPerSecond
            let isNews = pace >= Self.muchFaster || pace <= 1 / Self.muchFaster
            known[leak.identity] = Known(said: isNews ? leak : before.said)
            if isNews { changes.append(.changed(leak)) }
        }
        for identity in missing {
            known[identity]?.missed += 1
            guard let gone = known[identity], gone.missed >= Self.mostMissed else { continue }
            known[identity] = nil
            changes.append(.ended(gone.said))
        }
        return changes
    }
}
