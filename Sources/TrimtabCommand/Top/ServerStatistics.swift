import ProfileReports

/// What `trimtab top` reads of a diagnostics server's document; other keys are passed over.
struct ServerStatistics: Decodable {
    struct Process: Decodable {
        var id: Int
        var name: String?
        var uptimeSeconds: Double?
        var residentBytes: Int?
    }

    struct Allocations: Decodable {
        var count: Int?
        var bytes: Int?
        var liveBytes: Int?
    }

    struct ControlGroup: Decodable {
        var limitBytes: Int?
    }

    struct Tuner: Decodable {
        var limitBytes: Int?
    }

    struct Pool: Decodable {
        var name: String
        var gets: Int?
        var reusePercent: Double?
        var leased: Int?
        var retained: Int?
        var retainedBytes: Int?
    }

    struct Tasks: Decodable {
        var status: String?
        var count: Int?
    }

    struct Profiling: Decodable {
        var isRecording: Bool?
        var reason: String?
    }

    var process: Process
    var allocations: Allocations?
    var usedBytes: Int?
    var controlGroup: ControlGroup?
    var tuner: Tuner?
    var pools: [Pool]?
    var tasks: Tasks?
    var profiling: Profiling?

    var snapshot: TopSnapshot {
        var snapshot = TopSnapshot(
            program: DisplayWidth.printable(process.name ?? "process"),
            processID: process.id,
            uptime: process.uptimeSeconds,
            residentBytes: process.residentBytes,
            liveBytes: allocations?.liveBytes ?? usedBytes,
            allocatedBytes: allocations?.bytes,
            allocations: allocations?.count,
            memoryLimit: tuner?.limitBytes ?? controlGroup?.limitBytes
        )
        snapshot.rows[.pools] = (pools ?? []).map { pool in
            let reuse = pool.reusePercent.map { "\(Int(min(max(0, $0), 100).rounded())) % reused" }
            let leased = pool.leased.map { "\($0) out" }
            return .init(
                name: DisplayWidth.printable(pool.name),
                place: [leased, reuse].compactMap { $0 }.joined(separator: ", "),
                bytes: pool.retainedBytes.map(Double.init),
                objects: pool.retained.map(Double.init)
            )
        }
        if pools?.isEmpty != false { snapshot.missing[.pools] = "The service has no pools." }
        if tasks?.count == nil {
            snapshot.missing[.tasks] = DisplayWidth.printable(tasks?.status ?? "Tasks are not watched.")
        }
        return snapshot
    }
}
