#if Server

/// Turns what metrics say since the start of the process into what is new since the last export, where that is asked
/// for.
struct MetricTemporality {
    /// A family, and whether its values tell only what is new.
    struct Change {
        var family: MetricFamily
        var isDelta: Bool
    }

    private struct Series: Hashable {
        let name: String
        let kind: MetricKind
        let attributes: MetricAttributes
    }

    private struct Taken {
        let point: MetricPoint
        let time: UInt64
    }

    private let preference: MetricExportConfiguration.Temporality
    /// What the collector took last of each series.
    private var taken: [Series: Taken] = [:]

    init(_ preference: MetricExportConfiguration.Temporality) {
        self.preference = preference
    }

    /// Sums that go down are never sent as changes, nor are gauges.
    private func isDelta(_ family: MetricFamily) -> Bool {
        guard family.kind == .counter || family.kind == .histogram else { return false }
        return preference == .delta || (preference == .lowMemory && !family.isObserved)
    }

    func apply(to families: [MetricFamily]) -> [Change] {
        families.map { family in
            guard isDelta(family) else { return Change(family: family, isDelta: false) }
            var family = family
            family.points = family.points.map { point in
                guard let last = taken[series(point, of: family)], last.point.start == point.start else { return point }
                var change = point
                change.start = last.time
                change.value = point.value.since(last.point.value)
                return change
            }
            return Change(family: family, isDelta: true)
        }
    }

    /// The collector has these.
    mutating func acknowledge(_ families: [MetricFamily]) {
        for family in families where isDelta(family) {
            for point in family.points {
                taken[series(point, of: family)] = Taken(point: point, time: family.time)
            }
        }
    }

    /// Forgets what is not among these.
    mutating func keep(only families: [MetricFamily]) {
        guard preference != .cumulative else { return }
        let current = Set(families.flatMap { family in family.points.map { series($0, of: family) } })
        taken = taken.filter { current.contains($0.key) }
    }

    private func series(_ point: MetricPoint, of family: MetricFamily) -> Series {
        Series(name: family.description.name, kind: family.kind, attributes: point.attributes)
    }
}

extension MetricValue {
    /// What was added since `earlier`.
    fileprivate func since(_ earlier: MetricValue) -> MetricValue {
        switch (self, earlier) {
        case (.integer(let now), .integer(let then)): .integer(now &- then)
        case (.double(let now), .double(let then)): .double(now - then)
        case (.histogram(let now), .histogram(let then)): .histogram(now.since(then))
        case (.exponentialHistogram(let now), .exponentialHistogram(let then)):
            .exponentialHistogram(now.since(then))
        default: self
        }
    }
}

#endif
