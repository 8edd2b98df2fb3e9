extension LeakHistory {
    /// Looks back over the whole run of one profile, which must be symbolicated for lines.
    ///
    /// The profile holds all live samples and the latest of those that were freed. So what was in use earlier is known in
    /// full as far back as those reach; before that ``LeakAnalysis`` goes by the ages of what is live.
    public init(_ profile: HeapProfile) {
        self.init(profile, earlier: [])
    }

    /// Looks back over one process's run by several profiles of it, taken one after the other.
    ///
    /// What is live in an earlier one and unknown to a later one was freed between them; so more is known than by the last
    /// profile alone.
    /// - Parameter profiles: All of one process, in any order.
    /// - Returns: nil if they are of different processes, or if there are none.
    public init?(_ profiles: [HeapProfile]) {
        let ordered = profiles.sorted { $0.duration < $1.duration }
        guard let last = ordered.last, ordered.allSatisfy({ $0.isOfSameProcess(as: last) }) else { return nil }
        self.init(last, earlier: ordered.dropLast())
    }

    private init(_ profile: HeapProfile, earlier: [HeapProfile]) {
        let count = 48
        let duration = profile.duration
        guard duration > 0, duration.isFinite else {
            self.init()
            return
        }
        let times = (1...count).map { duration * Double($0) / Double(count) }
        let moments = times.map { time in
            let point = profile.timeline.last { $0.time <= time }
            return Moment(
                time: time,
                load: profile.load(at: time),
                liveBytes: point?.liveBytes ?? profile.totals.liveBytes,
                residentBytes: point.flatMap { $0.residentBytes > 0 ? $0.residentBytes : nil },
                memoryLimit: profile.totals.memoryLimit
            )
        }
        self.init(moments: moments, subjects: LeakHistoryBuilder(earlier + [profile], times: times).cohorts())
    }
}

extension HeapProfile {
    fileprivate func isOfSameProcess(as other: HeapProfile) -> Bool {
        program.processID == other.program.processID && start == other.start && program.path == other.program.path
    }

    /// Allocations until a time, between two looks of the timeline in proportion.
    fileprivate func load(at time: Double) -> Double {
        guard let after = timeline.firstIndex(where: { $0.time >= time }) else { return Double(totals.allocations) }
        let (later, earlier) = (timeline[after], after > 0 ? timeline[after - 1] : nil)
        let (start, from) = (earlier?.time ?? 0, Double(earlier?.allocations ?? 0))
        guard later.time > start else { return Double(later.allocations) }
        return from + (Double(later.allocations) - from) * (time - start) / (later.time - start)
    }
}
