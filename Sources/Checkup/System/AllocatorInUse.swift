internal import Profiles

/// Allocators that are known here.
package enum AllocatorInUse: String, Sendable, CaseIterable {
    case glibc, musl, jemalloc, tcmalloc, mimalloc

    /// What the names of its shared libraries begin with.
    package var libraryPrefixes: [String] {
        switch self {
        case .glibc: ["libc.so", "libc-2"]
        case .musl: ["ld-musl", "libc.musl"]
        case .jemalloc: ["libjemalloc"]
        case .tcmalloc: ["libtcmalloc"]
        case .mimalloc: ["libmimalloc"]
        }
    }

    /// What its settings' environment variables begin with.
    package var variablePrefixes: [String] {
        switch self {
        case .glibc:
            ["MALLOC_ARENA_", "MALLOC_TRIM_", "MALLOC_TOP_", "MALLOC_MMAP_", "MALLOC_TCACHE", "GLIBC_TUNABLES"]
        case .musl: []
        case .jemalloc: ["MALLOC_CONF", "JE_MALLOC_CONF", "_RJEM_MALLOC_CONF"]
        case .tcmalloc: ["TCMALLOC_"]
        case .mimalloc: ["MIMALLOC_"]
        }
    }

    /// A function that it alone exports, by which one that is linked into a program is known.
    private var symbol: String? {
        switch self {
        case .glibc, .musl: nil
        case .jemalloc: "mallctl"
        case .tcmalloc: "tc_malloc"
        case .mimalloc: "mi_malloc"
        }
    }

    /// The one that serves malloc in a process; nil if it cannot be told.
    static func of(_ process: ProcessFacts) -> AllocatorInUse? {
        // What is preloaded, or linked in, stands before the C library's own.
        for allocator in [AllocatorInUse.jemalloc, .tcmalloc, .mimalloc] where allocator.isAmong(process.mappedFiles) {
            return allocator
        }
        if let symbols = process.binary?.dynamicSymbols {
            for allocator in allCases where allocator.symbol.map(symbols.contains) == true { return allocator }
        }
        return [.musl, .glibc].first { $0.isAmong(process.mappedFiles) }
    }

    private func isAmong(_ files: Set<String>) -> Bool {
        files.contains { file in
            let name = file.split(separator: "/").last ?? ""
            return libraryPrefixes.contains { name.hasPrefix($0) }
        }
    }
}
