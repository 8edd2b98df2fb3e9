internal import Quantities

/// How much address space the kernel hands out (Documentation/mm/overcommit-accounting.rst).
struct OvercommitCheck {
    private let files: SystemFiles

    init(_ files: SystemFiles) {
        self.files = files
    }

    var check: Check {
        guard let mode = files.number("/proc/sys/vm/overcommit_memory") else {
            return Check(.overcommit, .unknown, "the kernel does not tell")
        }
        guard mode == 2 else {
            return Check(
                .overcommit,
                .sound,
                mode == 1 ? "1: any reservation is granted" : "0: obvious excess is refused"
            )
        }
        let text = files.text("/proc/meminfo") ?? ""
        var what = "2: address space is counted as if it were memory"
        if let committed = SystemFiles.bytes(of: "Committed_AS:", in: text),
            let limit = SystemFiles.bytes(of: "CommitLimit:", in: text)
        {
            what += "; \(Quantity.bytes(committed)) of \(Quantity.bytes(limit)) are promised"
        }
        return Check(
            .overcommit,
            .finding,
            what,
            why: """
                allocations and forks fail while there is free memory; the allocator's arenas and Trimtab's hooks reserve \
                address space that they never use
                """,
            fix: "sysctl -w vm.overcommit_memory=0, or raise vm.overcommit_ratio"
        )
    }
}
