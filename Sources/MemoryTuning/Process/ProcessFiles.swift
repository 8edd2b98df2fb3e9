internal import CTrimtabPlatform

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The kernel's files about a process, kept open; reading them does not allocate.
///
/// After `fork` without `exec` the child has its parent's: make new ones there.
package final class ProcessFiles: Sendable {
    private let statm: KernelFile?
    private let status: KernelFile?
    private let stat: KernelFile?
    /// For this process `getrusage` tells the same as `stat`, faster and more finely.
    private let hasResourceUsage: Bool
    private let ticksPerSecond = Int(sysconf(Int32(_SC_CLK_TCK)))
    /// When the process began, in ticks since the machine did.
    private let start: Int?

    /// - Parameter process: Its id; nil means this process.
    package init(_ paths: SystemPaths = .live, process: Int? = nil) {
        let folder = "\(paths.processes)/\(process.map(String.init) ?? "self")"
        statm = KernelFile("\(folder)/statm")
        status = KernelFile("\(folder)/status", capacity: 4096)
        stat = KernelFile("\(folder)/stat", capacity: 1024)
        hasResourceUsage = process == nil && paths.processes == SystemPaths.live.processes
        start = stat?.read { text in Self.statField(22, in: text) }
    }

    /// What is cheap to read: resident, anonymous and virtual memory, faults, CPU time, uptime.
    package func core() -> ProcessMemory {
        var memory = ProcessMemory()
        readPages(into: &memory)
        if hasResourceUsage { readResourceUsage(into: &memory) } else { readStat(into: &memory) }
        memory.uptime = uptime()
        return memory
    }

    /// All of it.
    package func memory() -> ProcessMemory {
        var memory = core()
        readStatus(into: &memory)
        return memory
    }

    /// Bytes in memory: the cheapest of all to read.
    package func resident() -> Int? {
        var memory = ProcessMemory()
        readPages(into: &memory)
        return memory.resident
    }

    /// size resident shared text lib data dt, in pages.
    private func readPages(into memory: inout ProcessMemory) {
        _ = statm?.read { text -> Void? in
            let size = Self.statmField(TRIMTAB_STATM_SIZE, in: text)
            let resident = Self.statmField(TRIMTAB_STATM_RESIDENT, in: text)
            let shared = Self.statmField(TRIMTAB_STATM_SHARED, in: text)
            memory.virtual = size.flatMap { KernelText.multiplied($0, by: KernelPage.size) }
            memory.resident = resident.flatMap { KernelText.multiplied($0, by: KernelPage.size) }
            if let resident, let shared, shared <= resident {
                memory.anonymous = KernelText.multiplied(resident - shared, by: KernelPage.size)
            }
        }
    }

    /// In pages.
    private static func statmField(_ field: trimtab_statm_field, in text: Span<UInt8>) -> Int? {
        let pages = text.withUnsafeBytes { trimtab_statm_pages($0.baseAddress, $0.count, field) }
        return pages < 0 ? nil : Int(pages)
    }

    private func readStatus(into memory: inout ProcessMemory) {
        _ = status?.read { text -> Void? in
            memory.peak = KernelText.bytes(ofKibibytes: "VmHWM:", in: text)
            memory.swap = KernelText.bytes(ofKibibytes: "VmSwap:", in: text)
            memory.threads = KernelText.number(of: "Threads:", in: text)
        }
    }

    private func readResourceUsage(into memory: inout ProcessMemory) {
        var usage = rusage()
        #if canImport(Glibc)
        let result = getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
        #else
        let result = getrusage(RUSAGE_SELF, &usage)
        #endif
        guard result == 0 else { return }
        memory.minorFaults = Int(usage.ru_minflt)
        memory.majorFaults = Int(usage.ru_majflt)
        memory.userTime = Self.duration(usage.ru_utime)
        memory.systemTime = Self.duration(usage.ru_stime)
    }

    private func readStat(into memory: inout ProcessMemory) {
        _ = stat?.read { text -> Void? in
            memory.minorFaults = Self.statField(10, in: text)
            memory.majorFaults = Self.statField(12, in: text)
            memory.userTime = Self.statField(14, in: text).flatMap(duration(ofTicks:))
            memory.systemTime = Self.statField(15, in: text).flatMap(duration(ofTicks:))
        }
    }

    /// Fields count from 1. The second is the program's name in parentheses, which may hold blanks and parentheses.
    private static func statField(_ field: Int, in text: Span<UInt8>) -> Int? {
        var place = text.count - 1
        while place >= 0, text[place] != UInt8(ascii: ")") { place -= 1 }
        guard place >= 0 else { return nil }
        return KernelText.number(ofField: field - 2, from: place, in: text)
    }

    private func uptime() -> Duration? {
        #if os(Linux)
        guard let began = start.flatMap(duration(ofTicks:)) else { return nil }
        var now = timespec()
        guard clock_gettime(CLOCK_BOOTTIME, &now) == 0 else { return nil }
        let time = Duration.seconds(now.tv_sec) + .nanoseconds(now.tv_nsec)
        return time >= began ? time - began : nil
        #else
        return nil
        #endif
    }

    private func duration(ofTicks ticks: Int) -> Duration? {
        guard ticksPerSecond > 0 else { return nil }
        return .seconds(ticks / ticksPerSecond)
            + .nanoseconds(Int64(ticks % ticksPerSecond) * 1_000_000_000 / Int64(ticksPerSecond))
    }

    private static func duration(_ time: timeval) -> Duration { .seconds(time.tv_sec) + .microseconds(time.tv_usec) }
}
