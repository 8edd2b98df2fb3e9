internal import Quantities

/// Swap space, how readily it is used, and how much of a process lies in it.
struct SwapCheck {
    private let files: SystemFiles
    /// Bytes of swap space; nil if the kernel does not tell.
    private let total: Int?

    /// What the kernel itself begins with.
    private static let usualSwappiness = 60

    init(_ files: SystemFiles) {
        self.files = files
        total = files.text("/proc/meminfo").flatMap { SystemFiles.bytes(of: "SwapTotal:", in: $0) }
    }

    var ofMachine: Check {
        guard let total else { return Check(.swap, .unknown, "the kernel does not tell") }
        return total == 0
            ? Check(.swap, .sound, "none") : Check(.swap, .note, "\(Quantity.bytes(total)) on this machine")
    }

    var swappiness: Check {
        guard let total, let value = files.number("/proc/sys/vm/swappiness") else {
            return Check(.swappiness, .unknown, "the kernel does not tell")
        }
        guard total > 0 else { return Check(.swappiness, .sound, "\(value), without swap to matter") }
        guard value >= Self.usualSwappiness else { return Check(.swappiness, .sound, "\(value)") }
        return Check(
            .swappiness,
            .finding,
            "\(value): the heap is swapped out about as readily as cached files are dropped",
            why:
                "a request that meets swapped memory waits for the disk: the slowest percent gets a hundred times slower",
            fix: "sysctl -w vm.swappiness=10, or memory.swap.max=0 for the service's control group"
        )
    }

    func ofProcess(_ process: ProcessFacts) -> Check? {
        guard let swapped = process.swapped else { return Check(.swap, .unknown, "the process's swap is not told") }
        guard swapped > 0 else { return nil }
        return Check(
            .swap,
            .finding,
            "\(Quantity.bytes(swapped)) of the process are swapped out",
            why: "each first touch of it waits for the disk",
            fix: "give the service more memory or make it use less (trimtab run, trimtab tune); then restart it"
        )
    }
}
