internal import CTrimtabPlatform

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Memory as the kernel and the hooks tell it, from files that are kept open.
struct SystemMemoryObserver: MemoryObserver {
    private let process: ProcessFiles
    private let group: ControlGroup?
    private let stalls: MemoryStallFile?
    private let machineBytes: Int?

    init(_ paths: SystemPaths = .live) {
        process = ProcessFiles(paths)
        group = ControlGroup(paths)
        stalls = MemoryStallFile(paths, of: group)
        let pages = sysconf(Int32(_SC_PHYS_PAGES))
        let size = sysconf(Int32(_SC_PAGESIZE))
        machineBytes = pages > 0 && size > 0 ? pages * size : nil
    }

    func observe() -> MemoryObservation {
        var observation = MemoryObservation()
        let memory = process.core()
        observation.resident = memory.resident
        observation.minorFaults = memory.minorFaults.map { UInt64($0) }
        observation.machineBytes = machineBytes
        if let group = group?.memory() {
            observation.groupUsed = group.workingSet ?? group.usage
            observation.groupLimit = group.limit.effective
            let hits = [group.events.max, group.events.high, group.events.outOfMemory].compactMap { $0 }
            if !hits.isEmpty { observation.limitHits = hits.reduce(0) { $0 &+ UInt64(max($1, 0)) } }
        }
        if let stall = stalls?.read() {
            observation.stalledSome = stall.some?.total
            observation.stalledFull = stall.full?.total
        }
        var counters = trimtab_counters()
        if trimtab_counted(&counters) {
            observation.live = Int(max(counters.live_bytes, 0))
            observation.allocated = counters.allocated_bytes
        }
        return observation
    }

    func resident() -> Int? { process.core().resident }
}
