#if Server

/// Metrics in Prometheus' text format or in OpenMetrics.
///
/// Both want a name to stand for one thing: of two metrics with the same name and different kinds, the first is shown.
struct PrometheusText {
    private let format: PrometheusFormat
    private(set) var text = ""

    init(families: [MetricFamily], resource: TelemetryResource, format: PrometheusFormat) {
        self.format = format
        var shown: [String: MetricKind] = [:]
        var groups: [(name: String, families: [MetricFamily])] = []
        for family in families {
            let name = PrometheusNames.family(family.description, kind: family.kind)
            switch shown[name] {
            case nil:
                shown[name] = family.kind
                groups.append((name, [family]))
            case family.kind:
                guard let index = groups.firstIndex(where: { $0.name == name }) else { continue }
                groups[index].families.append(family)
            default: continue
            }
        }
        writeTarget(resource)
        for (name, families) in groups { write(families, name: name) }
        if format == .openMetrics { text += "# EOF\n" }
    }

    /// What is known of the process, as OpenTelemetry wants it: the labels of a metric that is always 1.
    private mutating func writeTarget(_ resource: TelemetryResource) {
        let name = format == .openMetrics ? "target" : "target_info"
        writeHeader(
            name,
            type: format == .openMetrics ? "info" : "gauge",
            help: "The process that is watched.",
            unit: nil
        )
        let labels = unique(resource.attributes.map { ($0.name, $0.value.description) })
        text += "target_info\(rendered(labels)) 1\n"
    }

    private mutating func write(_ families: [MetricFamily], name: String) {
        guard let first = families.first else { return }
        let description = first.description
        let unit = PrometheusNames.unit(description.unit, of: first.kind)
        let help = description.summary.isEmpty ? description.name : description.summary
        let isCounter = first.kind == .counter
        let sample = isCounter ? "\(name)_total" : name
        let type = isCounter ? "counter" : first.kind == .histogram ? "histogram" : "gauge"
        writeHeader(format == .text ? sample : name, type: type, help: help, unit: unit)
        var series: Set<MetricAttributes> = []
        for point in families.flatMap(\.points) where series.insert(point.attributes).inserted {
            let labels = unique(point.attributes.pairs.map { ($0.name, $0.value) })
            switch point.value {
            case .integer(let value): text += "\(sample)\(rendered(labels)) \(value)\n"
            case .double(let value): text += "\(sample)\(rendered(labels)) \(number(value))\n"
            case .histogram(let histogram): write(histogram, name: name, labels: labels)
            case .exponentialHistogram(let histogram): write(histogram, name: name, labels: labels)
            }
        }
    }

    private mutating func writeHeader(_ name: String, type: String, help: String, unit: String?) {
        text += "# HELP \(name) \(escaped(help, quotes: format == .openMetrics))\n# TYPE \(name) \(type)\n"
        if format == .openMetrics, let unit, name.hasSuffix("_\(unit)") { text += "# UNIT \(name) \(unit)\n" }
    }

    private mutating func write(_ histogram: ExplicitHistogram, name: String, labels: [(String, String)]) {
        let bounds = zip(histogram.bounds, histogram.counts).map { (bound: $0, count: $1) }
        writeBuckets(bounds, count: histogram.count, sum: histogram.sum, name: name, labels: labels)
    }

    /// The text formats know no exponential histogram: its buckets become ordinary ones.
    private mutating func write(_ histogram: ExponentialHistogram, name: String, labels: [(String, String)]) {
        var bounds: [(bound: Double, count: UInt64)] = []
        for (position, count) in histogram.negative.counts.enumerated().reversed() {
            // A bucket of negative values ends where the next smaller one of positive values would.
            let bound = -histogram.upperBound(of: histogram.negative.offset + position - 1)
            bounds.append((bound, count))
        }
        if histogram.zeros > 0 { bounds.append((0, histogram.zeros)) }
        for (position, count) in histogram.positive.counts.enumerated() {
            bounds.append((histogram.upperBound(of: histogram.positive.offset + position), count))
        }
        writeBuckets(bounds, count: histogram.count, sum: histogram.sum, name: name, labels: labels)
    }

    private mutating func writeBuckets(
        _ bounds: [(bound: Double, count: UInt64)],
        count: UInt64,
        sum: Double,
        name: String,
        labels: [(String, String)]
    ) {
        var cumulative: UInt64 = 0
        for (bound, added) in bounds where bound.isFinite {
            cumulative &+= added
            text += "\(name)_bucket\(rendered(labels + [("le", number(bound))])) \(cumulative)\n"
        }
        text += "\(name)_bucket\(rendered(labels + [("le", "+Inf")])) \(count)\n"
        // A sum that may fall is no sum for Prometheus.
        if bounds.first.map({ $0.bound >= 0 }) != false || format == .text {
            text += "\(name)_sum\(rendered(labels)) \(number(sum))\n"
        }
        text += "\(name)_count\(rendered(labels)) \(count)\n"
    }

    /// Attributes whose names become the same label share it.
    private func unique(_ attributes: [(String, String)]) -> [(String, String)] {
        var labels: [(String, String)] = []
        for (name, value) in attributes {
            let label = PrometheusNames.label(name)
            if let index = labels.firstIndex(where: { $0.0 == label }) {
                labels[index].1 += ";\(value)"
            } else {
                labels.append((label, value))
            }
        }
        return labels
    }

    private func rendered(_ labels: [(String, String)]) -> String {
        if labels.isEmpty { return "" }
        return "{\(labels.map { "\($0.0)=\"\(escaped($0.1, quotes: true))\"" }.joined(separator: ","))}"
    }

    private func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private func number(_ value: Double) -> String {
        if value == .infinity { return "+Inf" }
        if value == -.infinity { return "-Inf" }
        return "\(value)"
    }
}

#endif
