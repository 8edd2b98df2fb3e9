import CTrimtabPlatform
import Foundation
import ProfileReports

/// How the watched program ended, and what the kernel says that it used.
struct ProgramOutcome {
    var processID: Int
    var status: Int32
    /// The signal that killed it, if one did.
    var signal: Int32?
    /// Whether the kernel killed it for lack of memory.
    var wasKilledForMemory: Bool
    /// Wall time from start to end.
    var seconds: Double
    /// User and system time of the program and of the children that it waited for.
    var cpuSeconds: Double
    /// The largest resident set size, in bytes; nil if the kernel's number says more about this process than about it.
    var peakResidentBytes: Int?

    /// The same for reports.
    var exit: ProgramExit {
        ProgramExit(
            signal.map { .signal(Int($0)) } ?? .status(Int(status)),
            isOutOfMemoryKill: wasKilledForMemory
        )
    }

    /// What this process exits with: the program's own status, or 128 + the signal as shells have it.
    var exitStatus: Int32 {
        signal.map { 128 + $0 } ?? status
    }

    /// - Parameter ownPeak: The peak of this process when it started the program: the kernel lets a new program inherit
    ///   it, so a lower peak cannot be told apart.
    /// - Parameter hadMemoryKill: Whether the kernel killed a process of its group for lack of memory meanwhile.
    init(_ end: trimtab_child_end, processID: Int, seconds: Double, ownPeak: Int, hadMemoryKill: Bool) {
        self.processID = processID
        status = end.exit_status
        signal = end.signal == 0 ? nil : end.signal
        wasKilledForMemory = end.signal == SIGKILL && hadMemoryKill
        self.seconds = seconds
        cpuSeconds = Double(end.user_microseconds + end.system_microseconds) / 1_000_000
        peakResidentBytes = end.peak_resident_bytes > Int64(ownPeak) ? Int(end.peak_resident_bytes) : nil
    }
}
