/// A process at one moment, as `trimtab top` shows it. Whatever is nil is unknown.
package struct TopSnapshot: Sendable {
    /// One line of a list.
    package struct Row: Hashable, Sendable {
        package var name: String
        /// `file:line`, or what else tells more.
        package var place: String?
        /// What rows are merged by; nil for a row that stays by itself.
        package var group: String?
        package var bytes: Double?
        package var objects: Double?
        /// Allocated since the start, in bytes.
        package var allocatedBytes: Double?
        package var samples: Int?

        package init(
            name: String,
            place: String? = nil,
            group: String? = nil,
            bytes: Double? = nil,
            objects: Double? = nil,
            allocatedBytes: Double? = nil,
            samples: Int? = nil
        ) {
            self.name = name
            self.place = place
            self.group = group
            self.bytes = bytes
            self.objects = objects
            self.allocatedBytes = allocatedBytes
            self.samples = samples
        }
    }

    package var program: String
    package var processID: Int
    /// Seconds since the process began.
    package var uptime: Double?
    package var residentBytes: Int?
    package var liveBytes: Int?
    package var allocatedBytes: Int?
    package var allocations: Int?
    package var memoryLimit: Int?
    package var rows: [TopView: [Row]]
    /// Why there is nothing to list, in words.
    package var missing: [TopView: String]

    package init(
        program: String,
        processID: Int,
        uptime: Double? = nil,
        residentBytes: Int? = nil,
        liveBytes: Int? = nil,
        allocatedBytes: Int? = nil,
        allocations: Int? = nil,
        memoryLimit: Int? = nil,
        rows: [TopView: [Row]] = [:],
        missing: [TopView: String] = [:]
    ) {
        self.program = program
        self.processID = processID
        self.uptime = uptime
        self.residentBytes = residentBytes
        self.liveBytes = liveBytes
        self.allocatedBytes = allocatedBytes
        self.allocations = allocations
        self.memoryLimit = memoryLimit
        self.rows = rows
        self.missing = missing
    }
}
