/// The candidates of an experiment: what the program has today, and what is tried against it.
package struct CandidateMatrix: Sendable {
    /// What the program has today; the first of a plan.
    package static let baseline = Candidate(name: "today")

    /// Settings of each allocator, the plain one first. Where two do equally well the earlier one is taken.
    ///
    /// Thresholds of glibc are set both or not at all: one alone ends glibc's own choice of the other. jemalloc's
    /// low-memory settings are those of its TUNING.md, less extreme.
    private static let settings: [(allocator: String, name: String, variables: [String: String])] = [
        ("glibc", "glibc, arena_max=2", ["MALLOC_ARENA_MAX": "2"]),
        ("glibc", "glibc, arena_max=1", ["MALLOC_ARENA_MAX": "1"]),
        (
            "glibc", "glibc, thresholds 128 KiB",
            ["MALLOC_MMAP_THRESHOLD_": "131072", "MALLOC_TRIM_THRESHOLD_": "131072"]
        ),
        ("jemalloc", "jemalloc", [:]),
        (
            "jemalloc", "jemalloc, low-memory",
            ["MALLOC_CONF": "narenas:1,tcache_max:1024,dirty_decay_ms:1000,muzzy_decay_ms:0"]
        ),
        (
            "jemalloc", "jemalloc, background",
            ["MALLOC_CONF": "background_thread:true,dirty_decay_ms:1000,muzzy_decay_ms:0"]
        ),
        ("tcmalloc", "tcmalloc", [:]),
        ("tcmalloc", "tcmalloc, decommitting", ["TCMALLOC_AGGRESSIVE_DECOMMIT": "1"]),
        ("mimalloc", "mimalloc", [:]),
        ("mimalloc", "mimalloc, purging at once", ["MIMALLOC_PURGE_DELAY": "0"]),
    ]

    /// - Parameters:
    ///   - allocators: Names to try; nil for all that are found. `glibc` is the program's own.
    ///   - sweeps: Further variables, each with the values to try one at a time.
    /// - Throws: If an allocator that was named is not there.
    package static func candidates(
        allocators: [String]? = nil,
        sweeps: [(variable: String, values: [String])] = [],
        libraries: AllocatorLibraries = AllocatorLibraries()
    ) throws(ExperimentError) -> [Candidate] {
        var result = [baseline]
        for name in allocators ?? [] where name != "glibc" && name != "none" {
            guard AllocatorLibraries.names.contains(name) else {
                let known = (["glibc"] + AllocatorLibraries.names + ["none"]).joined(separator: ", ")
                throw ExperimentError(.badValue, "there is no allocator '\(name)' here: choose of \(known)")
            }
            guard libraries.path(of: name) != nil else {
                let folders = "\(AllocatorLibraries.usualFolders.first ?? "") and others"
                throw ExperimentError(
                    .noAllocator,
                    "\(name) was not found in \(folders): \(AllocatorLibraries.advice(for: name))"
                )
            }
        }
        for setting in settings where allocators?.contains(setting.allocator) ?? true {
            let library = libraries.path(of: setting.allocator)
            guard setting.allocator == "glibc" || library != nil else { continue }
            result.append(Candidate(name: setting.name, library: library, variables: setting.variables))
        }
        for sweep in sweeps {
            for value in sweep.values {
                result.append(Candidate(name: "\(sweep.variable)=\(value)", variables: [sweep.variable: value]))
            }
        }
        return result
    }
}
