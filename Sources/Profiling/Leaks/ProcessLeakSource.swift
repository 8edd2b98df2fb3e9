internal import CTrimtabHooks
internal import Foundation
internal import ObjectPools
internal import ProfileReports
internal import Profiles

/// Looks at this process: its recording, its tasks, its pools.
actor ProcessLeakSource: LeakSource {
    private let recording: OwnRecording
    private let watchesTasks: Bool
    private let names = FrameNames()
    private let environment: [String: String]
    /// Below this limit no symbolizer is started: with a large binary it takes hundreds of megabytes.
    private static let leastLimitForLines = 2 << 30

    /// The last look's, for the lines of what is found; not kept beyond that.
    private var profile: HeapProfile?
    private var tasks: TaskProfile?
    /// Lines that were looked up.
    private var lines: [LeakSubject: LeakSubject] = [:]

    init(environment: [String: String], watchesTasks: Bool) {
        recording = OwnRecording(environment: environment)
        self.environment = environment
        self.watchesTasks = watchesTasks
    }

    func looks(at time: Double) async -> [DetectedLeak.Resource: LeakLook] {
        if watchesTasks, LiveTasks.count == nil { LiveTasks.watch() }
        var looks: [DetectedLeak.Resource: LeakLook] = [:]
        profile = nil
        if let recorded = await recording.profile() {
            var named = await names.named(recorded)
            looks[.memory] = named.leakLook()
            // Lines need none of them, and their addresses would look like references to the blocks.
            named.samples = []
            profile = named
        }
        var counters = trimtab_counters()
        let load = trimtab_process_counters(&counters) ? Double(counters.allocations) : time
        tasks = nil
        if let snapshot = LiveTasks.snapshot() {
            let named = await names.named(snapshot)
            tasks = named
            looks[.tasks] = named.leakLook(time: time, load: load)
        }
        looks[.leases] = leases(time: time, load: load)
        return looks
    }

    private func leases(time: Double, load: Double) -> LeakLook {
        let leases = PoolRegistry.outstanding(longerThan: .zero)
        let blocks = Dictionary(grouping: leases) { lease in
            LeakSubject(
                type: "lease of pool '\(lease.pool)'",
                function: lease.function,
                file: lease.file,
                line: lease.line
            )
        }.mapValues { leases in
            leases.map { lease in
                LeakBlock(
                    allocatedTime: time - lease.age / .seconds(1),
                    objects: Double(lease.weight),
                    bytes: Double(lease.weight)
                )
            }
        }
        return LeakLook(time: time, load: load, liveBytes: leases.reduce(0) { $0 + $1.weight }, blocks: blocks)
    }

    func described(_ findings: [DetectedLeak.Resource: [LeakFinding]]) async -> [DetectedLeak] {
        var result: [DetectedLeak] = []
        for resource in DetectedLeak.Resource.allCases {
            for finding in findings[resource] ?? [] { result.append(await described(finding, resource)) }
        }
        (profile, tasks) = (nil, nil)
        return result
    }

    private func described(_ finding: LeakFinding, _ resource: DetectedLeak.Resource) async -> DetectedLeak {
        var shown = finding
        if finding.subject.line == nil, !finding.subject.isWholeType {
            shown.subject = await withLine(finding.subject, resource)
        }
        let text = LeakText()
        let place = text.place(shown.subject)
        let sentence = resource == .memory ? text.sentences(shown) : text.sentences(shown, counting: resource.noun)
        return DetectedLeak(
            resource: resource,
            finding: shown,
            text: sentence + (place.map { " \($0)" } ?? ""),
            place: place
        )
    }

    /// The subject with the line that its stacks lead to; looked up once.
    private func withLine(_ subject: LeakSubject, _ resource: DetectedLeak.Resource) async -> LeakSubject {
        if let known = lines[subject] { return known }
        let isRoomy = await recording.memoryLimit ?? .max >= Self.leastLimitForLines
        let symbolicator = Symbolicator(environment: isRoomy ? environment : [:])
        let found: LeakSubject?
        if resource == .tasks, let tasks {
            found = await tasks.line(of: subject, by: symbolicator)
        } else if let profile {
            found = await profile.line(of: subject, by: symbolicator)
        } else {
            // Another look has ended meanwhile; the next one asks again.
            return subject
        }
        lines[subject] = found ?? subject
        return found ?? subject
    }
}

extension DetectedLeak.Resource {
    fileprivate var noun: String {
        switch self {
        case .memory: "byte"
        case .tasks: "task"
        case .leases: "lease"
        }
    }
}
