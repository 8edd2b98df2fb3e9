#if Server

internal import Foundation
internal import Profiles

/// What `tasks` says: `docs/diagnostics.md` has its keys.
struct TasksDocument {
    private static let schema = 1

    /// With names.
    let profile: TaskProfile

    var json: JSONValue {
        // By stack they are grouped already; of a line there may be several.
        let lines = Dictionary(grouping: profile.groups()) { $0.line ?? $0.frames.first }
        let groups = lines.map { frame, groups in
            (
                frame: frame, count: groups.reduce(0) { $0 + $1.count },
                oldest: groups.map(\.oldestAge).max() ?? 0, youngest: groups.map(\.youngestAge).min() ?? 0
            )
        }
        return [
            "schema": .integer(Self.schema),
            "time": .number(Date().timeIntervalSince1970),
            "count": .integer(profile.tasks.count),
            "groups": .array(
                groups.sorted { ($0.count, $0.oldest) > ($1.count, $1.oldest) }.map { group in
                    [
                        "function": JSONValue(group.frame?.function),
                        "file": JSONValue(group.frame?.file),
                        "line": JSONValue(group.frame?.line),
                        "count": .integer(group.count),
                        "oldestSeconds": .number(group.oldest),
                        "youngestSeconds": .number(group.youngest),
                    ]
                }
            ),
        ]
    }
}

#endif
