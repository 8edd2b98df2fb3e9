internal import Quantities

/// The limits that a process was started with (`ulimit`), and how many mappings it may have.
struct LimitChecks {
    private let files: SystemFiles
    private let process: ProcessFacts

    /// What shells give; a server with a connection for each client is soon there.
    private static let fewFiles = 4096
    /// What Trimtab's hooks and the allocator's arenas reserve without using it.
    private static let muchAddressSpace = 48 << 30
    /// The recording's size.
    private static let recordingSize = 34 << 20

    init(_ files: SystemFiles, _ process: ProcessFacts) {
        self.files = files
        self.process = process
    }

    var all: [Check] { [openFiles, addressSpace, fileSize, mappings] }

    /// nil without such a row, .some(nil) without a limit.
    private func limit(_ name: String) -> Int?? { process.limits[name] }

    private var openFiles: Check {
        guard let limit = limit("Max open files") else {
            return Check(.openFiles, .unknown, "the kernel does not tell")
        }
        guard let limit, limit < Self.fewFiles else {
            return Check(.openFiles, .sound, limit.map(Quantity.count) ?? "unlimited")
        }
        return Check(
            .openFiles,
            .finding,
            "\(Quantity.count(limit)) at most",
            why: "each connection is one: beyond that clients are refused while there is memory left",
            fix: "ulimit -n 65536 before the start, LimitNOFILE=65536 in systemd, --ulimit nofile=65536 in Docker"
        )
    }

    private var addressSpace: Check {
        let limits = ["Max address space", "Max data size"].compactMap { name in
            limit(name).flatMap { $0 }.map { (name, $0) }
        }
        guard let least = limits.min(by: { $0.1 < $1.1 }), least.1 < Self.muchAddressSpace else {
            return Check(.addressSpace, .sound, "unlimited")
        }
        return Check(
            .addressSpace,
            .finding,
            "\(least.0.dropFirst(4)) is limited to \(Quantity.bytes(least.1))",
            why: "it counts reservations, not memory: arenas, thread stacks and the profiler's range fail far below it",
            fix: "ulimit -v unlimited -d unlimited; bound memory by the control group instead"
        )
    }

    private var fileSize: Check {
        guard let limit = limit("Max file size") else { return Check(.fileSize, .unknown, "the kernel does not tell") }
        guard let limit, limit < Self.recordingSize else { return Check(.fileSize, .sound, "unlimited") }
        return Check(
            .fileSize,
            .finding,
            "\(Quantity.bytes(limit)) at most",
            why: "a recording takes 34 MiB: nothing is recorded, and longer logs end the process by SIGXFSZ",
            fix: "ulimit -f unlimited before the start"
        )
    }

    private var mappings: Check {
        guard let most = files.number("/proc/sys/vm/max_map_count"), most > 0 else {
            return Check(.mappings, .unknown, "the kernel does not tell")
        }
        let what = "\(Quantity.count(process.mappingCount)) of \(Quantity.count(most))"
        guard Double(process.mappingCount) > 0.8 * Double(most) else { return Check(.mappings, .sound, what) }
        return Check(
            .mappings,
            .finding,
            what,
            why: "at the limit allocations and new threads fail while there is free memory",
            fix: "sysctl -w vm.max_map_count=262144; with glibc's malloc raise MALLOC_MMAP_THRESHOLD_"
        )
    }
}
