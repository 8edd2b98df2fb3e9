#if Server

internal import MemoryTuning

/// Something that happened, as the dashboard shows it.
struct DiagnosticsEvent: Sendable {
    enum Kind: String, Sendable {
        case limit, pressure, shedding, rest, reclaim, interval, recording, window
    }

    /// From 1.
    var number: Int
    /// Seconds since 1970.
    var time: Double
    var kind: Kind
    var text: String
    /// Of `reclaim` alone.
    var report: ReclaimReport?

    var json: JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("number", .integer(number)), ("time", .number(time)), ("kind", .string(kind.rawValue)),
            ("text", .string(text)),
        ]
        if let report {
            members += [
                ("reason", .string(report.reason.rawValue)), ("releasedBytes", JSONValue(report.released)),
                ("seconds", JSONValue(report.duration)), ("steps", .array(report.steps.map(Self.json))),
            ]
        }
        return .object(members)
    }

    private static func json(_ step: ReclaimReport.Step) -> JSONValue {
        [
            "step": .string(step.step.rawValue), "releasedBytes": .integer(step.released),
            "givenUpBytes": JSONValue(step.givenUp), "seconds": JSONValue(step.duration),
        ]
    }
}

#endif
