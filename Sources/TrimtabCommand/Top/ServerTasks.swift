import ProfileReports

/// What `trimtab top` reads of a diagnostics server's list of tasks; other keys are passed over.
struct ServerTasks: Decodable {
    struct Group: Decodable {
        var function: String?
        var file: String?
        var line: Int?
        var count: Int
    }

    var groups: [Group]

    /// By the line that made them.
    var rows: [TopSnapshot.Row] {
        groups.map { .init(function: $0.function, file: $0.file, line: $0.line, count: $0.count) }
    }
}
