/// A part of a history, from one look to the last, and its quarters.
struct LeakSpan {
    let history: LeakHistory
    /// The looks at its start, its quarters and its end.
    let bounds: [Int]

    /// - Returns: nil if the span has too few looks or is too short.
    init?(_ history: LeakHistory, from share: Double, minimumSpan: Double) {
        guard let first = history.moments.first, let last = history.moments.last else { return nil }
        let start = first.time + (last.time - first.time) * share
        self.history = history
        let times = (0...4).map { start + (last.time - start) * Double($0) / 4 }
        bounds = times.map { Self.look(nearest: $0, in: history.moments) }
        guard bounds[4] - bounds[0] >= LeakCriteria.leastLooks - 1, Set(bounds).count == 5,
            seconds(0, 4) >= minimumSpan, seconds(0, 4) > 0
        else { return nil }
    }

    var end: Int { bounds[4] }

    var all: ClosedRange<Int> { bounds[0]...bounds[4] }

    /// Seconds from one bound to another.
    func seconds(_ from: Int, _ to: Int) -> Double {
        history.moments[bounds[to]].time - history.moments[bounds[from]].time
    }

    /// Work done in each second between two bounds.
    func loadRate(_ from: Int, _ to: Int) -> Double {
        let load = history.moments[bounds[to]].load - history.moments[bounds[from]].load
        return max(0, load) / seconds(from, to)
    }

    /// Work done between two bounds, both moved by a share of the span.
    func load(_ from: Int, _ to: Int, earlier share: Double) -> Double {
        let seconds = seconds(0, 4) * share
        let looks = [from, to].map { look(before: bounds[$0], by: seconds) ?? 0 }
        return max(0, history.moments[looks[1]].load - history.moments[looks[0]].load)
    }

    /// The last look that is at least so many seconds before another; nil if there is none.
    func look(before look: Int, by seconds: Double) -> Int? {
        let time = history.moments[look].time - seconds * (1 - 1e-9)
        return history.moments[...look].lastIndex { $0.time <= time }
    }

    /// The first look that is at least so many seconds after another; nil if there is none.
    func look(after look: Int, by seconds: Double) -> Int? {
        let time = history.moments[look].time + seconds * (1 - 1e-9)
        return history.moments[look...].firstIndex { $0.time >= time }
    }

    private static func look(nearest time: Double, in moments: [LeakHistory.Moment]) -> Int {
        moments.indices.min { abs(moments[$0].time - time) < abs(moments[$1].time - time) } ?? 0
    }
}
