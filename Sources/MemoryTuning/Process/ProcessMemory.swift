/// What the kernel tells of a process. Bytes, unless said otherwise; nil where it does not tell.
///
/// Since Linux 6.2 the kernel adds up resident pages per processor and may be wrong by some 32 pages for each; `smaps_rollup`
/// is exact and costs a hundred times as much.
public struct ProcessMemory: Hashable, Sendable {
    /// In memory: its own and shared pages, program code included. `statm`, field 2.
    public var resident: Int?
    /// In memory and not of any file: heap, stacks, what is to be had by `mmap` without a file. `statm`, field 2 less
    /// field 3; the kernel calls it `RssAnon`.
    public var anonymous: Int?
    /// Address space, most of which need not be memory. `statm`, field 1.
    public var virtual: Int?
    /// The most that was ever in memory. `VmHWM` of `status`.
    public var peak: Int?
    /// Swapped out. `VmSwap` of `status`.
    public var swap: Int?
    /// Threads that exist. `Threads` of `status`.
    public var threads: Int?
    /// Page faults that were served from memory, since the process began. `getrusage`, or `stat`, field 10.
    public var minorFaults: Int?
    /// Page faults for which the kernel had to read, since the process began. `getrusage`, or `stat`, field 12.
    public var majorFaults: Int?
    /// CPU time in its own code, since it began. `getrusage`, or `stat`, field 14, which is in hundredths of a second.
    public var userTime: Duration?
    /// CPU time in the kernel, since it began. `getrusage`, or `stat`, field 15.
    public var systemTime: Duration?
    /// How long ago it began; the machine's sleep counts. `stat`, field 22, against `CLOCK_BOOTTIME`.
    public var uptime: Duration?

    package init() {}
}
