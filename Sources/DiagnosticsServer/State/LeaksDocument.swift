#if Server

internal import Foundation
internal import Profiles
internal import Profiling
internal import Quantities

/// What `leaks` says: `docs/diagnostics.md` has its keys.
struct LeaksDocument {
    private static let schema = 1

    private enum State: String {
        case notWatching, tooEarly, watching
    }

    let report: LeakDetectorReport

    var json: JSONValue {
        [
            "schema": .integer(Self.schema),
            "time": .number(Date().timeIntervalSince1970),
            "state": .string(state.rawValue),
            "message": .string(message),
            "lookTime": JSONValue(report.lastLook?.timeIntervalSince1970),
            "watchedSeconds": .object(
                DetectedLeak.Resource.allCases.map { ($0.rawValue, JSONValue(report.watchedSeconds[$0])) }
            ),
            "neededSeconds": .number(report.neededSeconds),
            "leaks": .array(report.leaks.map(json)),
        ]
    }

    /// What was watched for the shortest time tells how much can be known.
    private var shortest: Double { report.watchedSeconds.values.min() ?? 0 }

    private var state: State {
        if report.lastLook == nil { return .notWatching }
        return shortest < report.neededSeconds ? .tooEarly : .watching
    }

    private var message: String {
        let watched = Quantity.seconds(shortest)
        let sentence =
            switch state {
            case .notWatching: "Nobody has looked yet: the LeakDetector has to run in the service group."
            case .tooEarly where report.leaks.isEmpty:
                "Too early to tell: leaks are told from what warms up after \(Quantity.seconds(report.neededSeconds));"
                    + " \(watched) have been watched."
            case .tooEarly, .watching:
                report.leaks.isEmpty
                    ? "Nothing leaks that can be seen after \(watched)."
                    : "\(Quantity.count(report.leaks.count, "leak")), by what was watched for \(watched)."
            }
        return ([sentence] + gaps).joined(separator: " ")
    }

    /// What is not watched, and why.
    private var gaps: [String] {
        guard state != .notWatching else { return [] }
        var gaps: [String] = []
        if report.watchedSeconds[.memory] == nil { gaps.append(HeapProfiler.status.description) }
        if report.watchedSeconds[.tasks] == nil { gaps.append("Tasks are not watched.") }
        return gaps
    }

    private func json(_ leak: DetectedLeak) -> JSONValue {
        let finding = leak.finding
        // Of what is no memory the analysis counts one as one byte.
        func bytes(_ value: Double) -> JSONValue { leak.resource == .memory ? .number(value) : .null }
        let age = max(0, finding.time - finding.since)
        return [
            "resource": .string(leak.resource.rawValue),
            "kind": .string(finding.kind.rawValue),
            "type": JSONValue(finding.subject.type),
            "function": JSONValue(finding.subject.function),
            "file": JSONValue(finding.subject.file),
            "line": JSONValue(finding.subject.line),
            "sinceTime": JSONValue(report.lastLook.map { $0.timeIntervalSince1970 - age }),
            "spanSeconds": .number(finding.span),
            "bytesPerSecond": bytes(finding.bytesPerSecond),
            "bytesPerSecondLow": bytes(finding.interval95.lowerBound),
            "bytesPerSecondHigh": bytes(finding.interval95.upperBound),
            "objectsPerSecond": .number(finding.objectsPerSecond),
            "bytes": bytes(finding.bytes),
            "objects": .number(finding.objects),
            "samples": .integer(finding.samples),
            "chance": .number(finding.chance),
            "freedShare": JSONValue(finding.freedShare),
            "secondsToLimit": JSONValue(finding.secondsToLimit),
            "place": JSONValue(leak.place),
            "text": .string(leak.text),
        ]
    }
}

#endif
