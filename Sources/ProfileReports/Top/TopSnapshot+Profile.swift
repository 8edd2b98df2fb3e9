package import Profiles

extension TopSnapshot {
    /// What a process's recording says.
    /// - Parameter profile: Symbolicated.
    package init(_ profile: HeapProfile, currentDirectory: String? = nil) {
        let names = Names(currentDirectory: currentDirectory)
        self.init(
            program: DisplayWidth.printable(profile.program.name),
            processID: profile.program.processID,
            uptime: profile.duration > 0 ? profile.duration : nil,
            residentBytes: profile.timeline.last.flatMap { $0.residentBytes > 0 ? $0.residentBytes : nil },
            liveBytes: profile.totals.liveBytes,
            allocatedBytes: profile.totals.allocatedBytes,
            allocations: profile.totals.allocations,
            memoryLimit: profile.totals.memoryLimit
        )
        rows[.types] = Self.types(of: profile, names)
        rows[.sites] = Self.sites(of: profile, names)
        rows[.threads] = Self.threads(of: profile)
        let labelled = profile.grouped(by: .labels).map { Row($0, name: DisplayWidth.printable($0.name), profile) }
        rows[.labels] = labelled.count > 1 ? labelled : []
        if rows[.types]?.isEmpty == true { missing[.types] = "No type of a live block is known yet." }
        if rows[.labels]?.isEmpty == true { missing[.labels] = "The program gives no labels (withProfileLabels)." }
        let server = "Known to the service's diagnostics server alone: give trimtab top its URL or socket."
        (missing[.tasks], missing[.pools]) = (server, server)
    }

    private static func types(of profile: HeapProfile, _ names: Names) -> [Row] {
        var rows: [String: Row] = [:]
        for site in profile.sites {
            guard let type = site.type else { continue }
            rows[type, default: Row(name: names.type(type), group: base(of: type))].add(site)
        }
        return Array(rows.values)
    }

    /// A generic type without its arguments.
    private static func base(of type: String) -> String {
        guard let open = type.firstIndex(of: "<"), let close = type.lastIndex(of: ">"), open < close else {
            return type
        }
        return type[..<open] + "<…>" + type[type.index(after: close)...]
    }

    /// By line and type; merged, by function.
    private static func sites(of profile: HeapProfile, _ names: Names) -> [Row] {
        var rows: [LeakSubject: Row] = [:]
        for site in profile.sites {
            let subject = profile.leakSubject(of: site)
            let frame = Frame(function: subject.function ?? "", file: subject.file, line: subject.line)
            let function = names.function(frame)
            let type = subject.type.map { "  \(names.type($0))" } ?? ""
            rows[subject, default: Row(name: function + type, place: names.place(frame), group: function)].add(site)
        }
        return Array(rows.values)
    }

    private static func threads(of profile: HeapProfile) -> [Row] {
        var rows = profile.threads.map { thread in
            // A pprof file names threads, and says no more of them.
            let isKnown = thread.id != 0
            return Row(
                name: DisplayWidth.printable(thread.name) + (isKnown && !thread.isRunning ? " (ended)" : ""),
                place: isKnown ? "thread \(thread.id)" : nil,
                group: ThreadGroup.name(of: thread.name),
                bytes: 0,
                objects: 0,
                allocatedBytes: Double(thread.allocatedBytes),
                samples: 0
            )
        }
        for site in profile.sites {
            guard let thread = site.thread, rows.indices.contains(thread) else { continue }
            rows[thread].bytes = (rows[thread].bytes ?? 0) + site.inUse.bytes.value
            rows[thread].objects = (rows[thread].objects ?? 0) + site.inUse.objects.value
            rows[thread].samples = (rows[thread].samples ?? 0) + site.inUse.samples
            if profile.threads[thread].id == 0 {
                rows[thread].allocatedBytes = (rows[thread].allocatedBytes ?? 0) + site.allocated.bytes.value
            }
        }
        return rows.filter { $0.allocatedBytes ?? 0 > 0 }
    }
}

extension TopSnapshot.Row {
    fileprivate init(_ group: SiteGroup, name: String, _ profile: HeapProfile) {
        self.init(
            name: name,
            bytes: group.inUse.bytes.value,
            objects: group.inUse.objects.value,
            allocatedBytes: group.allocated.bytes.value,
            samples: group.inUse.samples
        )
    }

    fileprivate mutating func add(_ site: Site) {
        bytes = (bytes ?? 0) + site.inUse.bytes.value
        objects = (objects ?? 0) + site.inUse.objects.value
        allocatedBytes = (allocatedBytes ?? 0) + site.allocated.bytes.value
        samples = (samples ?? 0) + site.inUse.samples
    }
}
