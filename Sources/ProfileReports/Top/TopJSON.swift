internal import Foundation

/// One look of `trimtab top` as a line of JSON. Unknown is null.
package struct TopJSON: Encodable {
    private struct Row: Encodable {
        let name: String
        let place: Nullable<String>
        let bytes: Nullable<Double>
        let objects: Nullable<Double>
        let allocatedBytes: Nullable<Double>
        let samples: Nullable<Int>
    }

    private let time: Double
    private let trouble: Nullable<String>
    private let program: Nullable<String>
    private let pid: Nullable<Int>
    private let uptimeSeconds: Nullable<Double>
    private let residentBytes: Nullable<Int>
    private let liveBytes: Nullable<Int>
    private let allocatedBytes: Nullable<Int>
    private let allocations: Nullable<Int>
    private let memoryLimit: Nullable<Int>
    private let views: [String: [Row]]
    /// Why a view has no rows, in words.
    private let missing: [String: String]

    /// - Parameter top: Rows of each view, most bytes in use first.
    package init(_ snapshot: TopSnapshot, top: Int) {
        self.init(snapshot, trouble: nil, top: top)
    }

    package init(trouble: String) {
        self.init(nil, trouble: trouble, top: 0)
    }

    private init(_ snapshot: TopSnapshot?, trouble: String?, top: Int) {
        time = Date().timeIntervalSince1970
        self.trouble = Nullable(trouble)
        program = Nullable(snapshot?.program)
        pid = Nullable(snapshot?.processID)
        uptimeSeconds = Nullable(snapshot?.uptime)
        residentBytes = Nullable(snapshot?.residentBytes)
        liveBytes = Nullable(snapshot?.liveBytes)
        allocatedBytes = Nullable(snapshot?.allocatedBytes)
        allocations = Nullable(snapshot?.allocations)
        memoryLimit = Nullable(snapshot?.memoryLimit)
        var views: [String: [Row]] = [:]
        for (view, rows) in snapshot?.rows ?? [:] {
            let largest = rows.sorted { ($0.bytes ?? 0, $1.name) > ($1.bytes ?? 0, $0.name) }.prefix(top)
            views[view.rawValue] = largest.map { row in
                Row(
                    name: row.name,
                    place: Nullable(row.place),
                    bytes: Nullable(row.bytes?.rounded()),
                    objects: Nullable(row.objects?.rounded()),
                    allocatedBytes: Nullable(row.allocatedBytes?.rounded()),
                    samples: Nullable(row.samples)
                )
            }
        }
        self.views = views
        missing = Dictionary(
            (snapshot?.missing ?? [:]).map { ($0.key.rawValue, $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// In UTF-8, with sorted keys, on one line without its end.
    package func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }
}
