#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Memory as ``MemoryReader`` tells it.
struct SystemMemoryObserver: MemoryObserver {
    private let reader: MemoryReader
    private let machineBytes: Int?

    init(_ reader: MemoryReader = .shared) {
        self.reader = reader
        let pages = sysconf(Int32(_SC_PHYS_PAGES))
        machineBytes = pages > 0 ? pages * KernelPage.size : nil
    }

    func observe() -> MemoryObservation { observe([.controlGroup, .stall]) }

    var stallPaths: [String] { reader.stallPaths }

    func resident() -> Int? { reader.resident() }

    func processorTime() -> Duration? { .nanoseconds(Int64(clamping: Clocks.processTime())) }

    func used(against source: EffectiveLimit.Source) -> Int? {
        switch source {
        case .setting, .machine: resident()
        case .controlGroup: observe(.controlGroup).used(against: source)
        }
    }

    /// Of those that are known; nil if none is.
    private static func sum(_ counts: Int?...) -> UInt64? {
        let known = counts.compactMap { $0 }
        return known.isEmpty ? nil : known.reduce(0) { $0 &+ UInt64(max($1, 0)) }
    }

    private func observe(_ detail: MemoryStatistics.Detail) -> MemoryObservation {
        let statistics = reader.read(detail)
        var observation = MemoryObservation()
        observation.resident = statistics.process.resident
        observation.minorFaults = statistics.process.minorFaults.map { UInt64($0) }
        observation.machineBytes = machineBytes
        if let group = statistics.controlGroup {
            observation.groupFolder = group.limited?.folder
            observation.groupUsed = group.limited?.bytes
            observation.groupUsedWithFiles = group.limited?.bytesWithFiles
            observation.groupLimit = group.limit.effective
            let events = group.limited?.events ?? ControlGroupEvents()
            observation.limitHits = Self.sum(events.max, events.high)
            observation.outOfMemory = Self.sum(events.outOfMemory, events.kills)
        }
        observation.stallScope = statistics.stall?.scope
        observation.stalledSome = statistics.stall?.some?.total
        observation.stalledFull = statistics.stall?.full?.total
        if let counted = statistics.counted {
            observation.live = max(counted.liveBytes, 0)
            observation.allocated = UInt64(bitPattern: Int64(counted.bytes))
        }
        return observation
    }
}
