internal import Foundation
internal import Quantities

/// Which allocator serves malloc, whether its settings reach it, and whether it may make more arenas than there is work for.
struct AllocatorChecks {
    private let files: SystemFiles
    private let process: ProcessFacts
    private let allocator: AllocatorInUse?

    /// Up to so many arenas cost little.
    private static let fewArenas = 16

    init(_ files: SystemFiles, _ process: ProcessFacts) {
        self.files = files
        self.process = process
        allocator = AllocatorInUse.of(process)
    }

    var all: [Check] { [inUse, settings] + (allocator == .glibc ? [arenas] : []) }

    private var inUse: Check {
        guard let allocator else { return Check(.allocator, .unknown, "none that is known here") }
        let missing = (process.environment["LD_PRELOAD"] ?? "").split { $0 == ":" || $0 == " " }
            .filter { !isLoaded(String($0)) }
        if let first = missing.first {
            return Check(
                .allocator,
                .finding,
                "\(allocator.rawValue); LD_PRELOAD names \(first), which is not loaded",
                why: "the loader goes on without a library that it cannot find: the service runs as if it were not set",
                fix: "name the library by its whole path in LD_PRELOAD, and install it in the image"
            )
        }
        guard allocator != .musl else {
            return Check(
                .allocator,
                .finding,
                "musl's",
                why: "it takes one lock for all threads: allocating threads wait for each other",
                fix: "build against glibc, or preload mimalloc or jemalloc"
            )
        }
        return Check(.allocator, .sound, allocator.rawValue)
    }

    private func isLoaded(_ library: String) -> Bool {
        let name = library.split(separator: "/").last ?? ""
        // A mapping bears the file's own name, which a link that ends in fewer numbers does not.
        return process.mappedFiles.contains { ($0.split(separator: "/").last ?? "").hasPrefix(name) }
    }

    private var settings: Check {
        let set = process.environment.keys.sorted().compactMap { name -> (name: String, owner: AllocatorInUse)? in
            AllocatorInUse.allCases.first { $0.variablePrefixes.contains { name.hasPrefix($0) } }.map { (name, $0) }
        }
        let shown = set.map { "\($0.name)=\(process.environment[$0.name] ?? "")" }.joined(separator: " ")
        if let idle = set.first(where: { $0.owner != allocator }), let allocator {
            return Check(
                .allocatorSettings,
                .finding,
                "\(idle.name) is set, which is for \(idle.owner.rawValue); \(allocator.rawValue) serves this process",
                why: "the setting does nothing",
                fix: "unset \(idle.name), or preload \(idle.owner.rawValue)"
            )
        }
        if let pinned = pinnedThreshold {
            return Check(
                .allocatorSettings,
                .finding,
                shown,
                why: """
                    \(pinned) ends glibc's own choice of both thresholds; the other one then stays at 128 KiB, and large \
                    blocks are mapped and unmapped one by one
                    """,
                fix: "set both MALLOC_MMAP_THRESHOLD_ and MALLOC_TRIM_THRESHOLD_, or neither; trimtab tune tells which"
            )
        }
        if let debugging = ["MALLOC_CHECK_", "MALLOC_PERTURB_"].first(where: { process.environment[$0] != nil }) {
            return Check(
                .allocatorSettings,
                .finding,
                "\(debugging) is set",
                why: "it is for debugging: each allocation is checked or filled",
                fix: "unset \(debugging)"
            )
        }
        return Check(.allocatorSettings, .sound, set.isEmpty ? "as the allocator has them" : shown)
    }

    /// The one threshold that is set without the other.
    private var pinnedThreshold: String? {
        guard allocator == .glibc else { return nil }
        let tunables = process.environment["GLIBC_TUNABLES"] ?? ""
        let pairs = [("MALLOC_MMAP_THRESHOLD_", "mmap_threshold"), ("MALLOC_TRIM_THRESHOLD_", "trim_threshold")]
        let isSet = pairs.map { process.environment[$0.0] != nil || tunables.contains("glibc.malloc.\($0.1)=") }
        guard isSet[0] != isSet[1] else { return nil }
        return isSet[0] ? "the mmap threshold" : "the trim threshold"
    }

    private var arenas: Check {
        let online = ProcessorCount.online(files)
        let heaps = process.arenaHeaps
        let there = heaps == 0 ? "" : "; it has \(Quantity.count(heaps, "heap")) besides the first arena's"
        if let most = arenaMaximum {
            return Check(.arenas, .sound, "\(Quantity.count(most, "arena")) at most\(there)")
        }
        guard let online else { return Check(.arenas, .unknown, "the number of processors is not told") }
        let most = 8 * online
        let quota = ProcessorCount.quota(files, process: process.id)
        let ownProcessors = quota.map {
            ", of which this process may use \($0 < 1 ? "less than 1" : "\(Int($0.rounded()))")"
        }
        let what = "up to \(most): 8 for each of \(online) processors\(ownProcessors ?? "")\(there)"
        let isTooMany =
            most > Self.fewArenas && (process.threads ?? 0) >= 8 || quota.map { Double(online) > 2 * $0 } == true
        guard isTooMany else { return Check(.arenas, .sound, what) }
        return Check(
            .arenas,
            .finding,
            what,
            why: """
                each arena keeps freed memory that no thread of another arena gets: resident memory grows to a multiple of \
                what is in use
                """,
            fix: "MALLOC_ARENA_MAX=2, if trimtab tune finds that it costs nothing; or another allocator"
        )
    }

    private var arenaMaximum: Int? {
        if let most = process.environment["MALLOC_ARENA_MAX"].flatMap({ Int($0) }), most > 0 { return most }
        let key = "glibc.malloc.arena_max="
        let tunables = (process.environment["GLIBC_TUNABLES"] ?? "").split(separator: ":")
        return tunables.first { $0.hasPrefix(key) }.flatMap { Int($0.dropFirst(key.count)) }.flatMap {
            $0 > 0 ? $0 : nil
        }
    }
}
