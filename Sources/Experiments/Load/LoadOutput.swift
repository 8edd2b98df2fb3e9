internal import Foundation

/// Reads the figures of load generators from what they print: wrk, wrk2, oha, hey and ab.
///
/// Nothing is taken for granted: what is not there, or makes no sense, is nil.
enum LoadOutput {
    /// nil if it is the output of none of them.
    static func figures(in text: String) -> LoadFigures? {
        if let start = text.firstIndex(of: "{"), let figures = ohaDocument(text[start...]) { return figures }
        var figures = LoadFigures()
        for line in text.split(whereSeparator: \.isNewline).map(\.trimmed) {
            read(line, into: &figures)
        }
        return figures.throughput == nil ? nil : figures
    }

    private static func read(_ line: String, into figures: inout LoadFigures) {
        if let rest = rest(of: line, after: ["Requests/sec:", "Requests per second:"]) {
            figures.throughput = number(rest.prefix { $0 != " " && $0 != "[" })
        } else if let rest = rest(of: line, after: ["Complete requests:"]) {
            figures.requests = Int(rest)
        } else if let rest = rest(of: line, after: ["Failed requests:", "Non-2xx or 3xx responses:"]) {
            figures.errors = Int(rest).map { $0 + (figures.errors ?? 0) }
        } else if let rest = rest(of: line, after: ["Socket errors:"]) {
            // connect 0, read 0, write 0, timeout 0
            let counts = rest.split(separator: ",").compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }
            figures.errors = (figures.errors ?? 0) + counts.reduce(0) { $0 &+ max(0, min($1, 1 << 40)) }
        } else if line.contains(" requests in "), let count = line.split(separator: " ").first.flatMap({ Int($0) }) {
            figures.requests = count
        } else {
            readPercentile(line, into: &figures)
        }
    }

    /// `99%    5.67ms` of wrk, `99.000%  5.67ms` of wrk2, `99.00% in 0.0123 secs` of oha and hey, `99%   12` of ab.
    private static func readPercentile(_ line: String, into figures: inout LoadFigures) {
        let words = line.split { $0 == " " || $0 == "\t" }
        guard words.count >= 2, let percent = words.first, percent.hasSuffix("%"),
            let share = number(percent.dropLast()), share == 50 || share == 99
        else { return }
        let latency: Double?
        if words[1] == "in", words.count >= 4 {
            latency = number(words[2]).map {
                $0 * (words[3].hasPrefix("ms") ? 1e-3 : words[3].hasPrefix("us") ? 1e-6 : 1)
            }
        } else {
            // ab gives milliseconds without a unit.
            latency = seconds(words[1]) ?? number(words[1]).map { $0 / 1000 }
        }
        if share == 50 {
            figures.latency50 = figures.latency50 ?? latency
        } else {
            figures.latency99 = figures.latency99 ?? latency
        }
    }

    /// oha --output-format json.
    private static func ohaDocument(_ text: Substring) -> LoadFigures? {
        guard let object = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
            let summary = object["summary"] as? [String: Any], let rate = summary["requestsPerSec"] as? Double,
            rate.isFinite, rate > 0
        else { return nil }
        let latencies = object["latencyPercentiles"] as? [String: Any]
        let statuses = object["statusCodeDistribution"] as? [String: Int] ?? [:]
        let failures = object["errorDistribution"] as? [String: Int] ?? [:]
        let bad = statuses.filter { !$0.key.hasPrefix("2") && !$0.key.hasPrefix("3") }
        return LoadFigures(
            throughput: rate,
            latency50: latencies?["p50"] as? Double,
            latency99: latencies?["p99"] as? Double,
            requests: statuses.isEmpty ? nil : statuses.values.reduce(0, &+),
            errors: (bad.values.reduce(0, &+)) &+ failures.values.reduce(0, &+)
        )
    }

    private static func rest(of line: String, after beginnings: [String]) -> String? {
        guard let beginning = beginnings.first(where: { line.hasPrefix($0) }) else { return nil }
        return line.dropFirst(beginning.count).trimmed
    }

    /// With a unit of wrk's: us, ms, s, m, h.
    private static func seconds(_ text: Substring) -> Double? {
        let units: [(String, Double)] = [("us", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600)]
        for (unit, factor) in units where text.hasSuffix(unit) {
            return number(text.dropLast(unit.count)).map { $0 * factor }
        }
        return nil
    }

    private static func number(_ text: some StringProtocol) -> Double? {
        guard let value = Double(text), value.isFinite, value >= 0 else { return nil }
        return value
    }
}
