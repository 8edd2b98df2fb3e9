internal import CTrimtabPlatform

/// The threads of a recording, and which entry of the profile each record became.
struct RecordedThreads {
    struct Totals {
        var allocations = 0
        var deallocations = 0
        var allocatedBytes = 0
        var liveBytes = 0
    }

    private(set) var threads: [ProfiledThread] = []
    private(set) var totals = Totals()
    private var indices: [Int: Int] = [:]
    private let section: RecordingSection
    private let isProcessRunning: Bool

    /// - Parameter isProcessRunning: Threads that the end of the process cut short still count as running in the records.
    init(section: RecordingSection, isProcessRunning: Bool) {
        self.section = section
        self.isProcessRunning = isProcessRunning
        for number in 0..<section.count {
            guard let record = section.entry(number, as: trimtab_thread.self) else { break }
            let isUsed = record.state != TRIMTAB_THREAD_FREE.rawValue
            guard isUsed || record.allocations != 0 || record.deallocations != 0 else { continue }
            add(record, number: number)
            totals.allocations.addSaturating(Int(recorded: record.allocations))
            totals.deallocations.addSaturating(Int(recorded: record.deallocations))
            totals.allocatedBytes.addSaturating(Int(recorded: record.allocated_bytes))
            totals.liveBytes.addSaturating(Int(record.live_bytes))
        }
    }

    /// The index into ``threads`` of a record that some stack refers to; nil if there is no such record.
    mutating func index(ofRecord number: UInt64) -> Int? {
        guard let number = Int(exactly: number) else { return nil }
        if let index = indices[number] { return index }
        guard let record = section.entry(number, as: trimtab_thread.self) else { return nil }
        add(record, number: number)
        return indices[number]
    }

    private mutating func add(_ record: trimtab_thread, number: Int) {
        let name = withUnsafeBytes(of: record.name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        indices[number] = threads.count
        threads.append(
            ProfiledThread(
                name: name.isEmpty ? (number == 0 ? "other threads" : "thread \(record.tid)") : name,
                id: Int(record.tid),
                isRunning: isProcessRunning && record.state == TRIMTAB_THREAD_RUNNING.rawValue,
                isShared: number == 0 || record.reuses > 0,
                allocations: Int(recorded: record.allocations),
                deallocations: Int(recorded: record.deallocations),
                allocatedBytes: Int(recorded: record.allocated_bytes)
            )
        )
    }
}

extension Int {
    /// Adds, and stops at the ends of the range: counts of a damaged recording must not trap.
    mutating func addSaturating(_ other: Int) {
        let (sum, overflow) = addingReportingOverflow(other)
        self = overflow ? (other < 0 ? .min : .max) : sum
    }
}
