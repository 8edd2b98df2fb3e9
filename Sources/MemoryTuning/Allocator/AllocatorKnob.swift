internal import CTrimtabPlatform

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A setting that an allocator has.
public struct AllocatorKnob: Hashable, Sendable {
    /// As the allocator's documentation has it, as in `arena_max`.
    public let name: String
    /// Whose setting it is.
    public let allocator: AllocatorKind
    /// In which unit its values are: `By`, `ms`, `{arena}`, `{block}`, or `1` for 0 and 1.
    public let unit: String
    /// Values that make sense.
    public let allowed: ClosedRange<Int>

    let number: trimtab_allocator_knob
    /// Where whoever starts the process may have set it.
    let variables: [AllocatorVariable]
    /// What it is when nobody has set it, where the allocator does not tell.
    let initial: Int?

    public static func == (one: AllocatorKnob, other: AllocatorKnob) -> Bool { one.number == other.number }

    public func hash(into hasher: inout Hasher) { hasher.combine(number.rawValue) }

    private init(
        _ name: String,
        _ allocator: AllocatorKind,
        unit: String,
        _ allowed: ClosedRange<Int>,
        _ number: trimtab_allocator_knob,
        variables: [AllocatorVariable],
        initial: Int? = nil
    ) {
        self.name = name
        self.allocator = allocator
        self.unit = unit
        self.allowed = allowed
        self.number = number
        self.variables = variables
        self.initial = initial
    }

    private static func glibc(
        _ name: String,
        unit: String,
        _ number: trimtab_allocator_knob,
        variable: String,
        least: Int = 0,
        initial: Int
    ) -> AllocatorKnob {
        AllocatorKnob(
            name,
            .glibc,
            unit: unit,
            least...Int(Int32.max),
            number,
            variables: [.own(variable), .tunable("glibc.malloc.\(name)")],
            initial: initial
        )
    }

    /// How many arenas glibc makes at most. Set it first thing: arenas that exist stay, and the cap that counts when a
    /// thread needs a new arena counts for good; without one, glibc settles on 8 for each processor by its tenth arena.
    public static let arenaMaximum = glibc(
        "arena_max",
        unit: "{arena}",
        TRIMTAB_KNOB_ARENA_MAX,
        variable: "MALLOC_ARENA_MAX",
        least: 1,
        initial: 8 * max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1)
    )
    /// From how many free bytes at the heap's top on glibc gives them back by itself. To set this, ``topPad``,
    /// ``mmapThreshold`` or ``mmapMaximum`` ends glibc's own choice of both thresholds for good: set both, or neither.
    public static let trimThreshold = glibc(
        "trim_threshold",
        unit: "By",
        TRIMTAB_KNOB_TRIM_THRESHOLD,
        variable: "MALLOC_TRIM_THRESHOLD_",
        initial: 128 << 10
    )
    /// How many bytes more than it needs glibc takes from the system.
    public static let topPad = glibc(
        "top_pad",
        unit: "By",
        TRIMTAB_KNOB_TOP_PAD,
        variable: "MALLOC_TOP_PAD_",
        initial: 128 << 10
    )
    /// From which size on glibc maps a block by itself, to give it back at once when it is freed.
    public static let mmapThreshold = glibc(
        "mmap_threshold",
        unit: "By",
        TRIMTAB_KNOB_MMAP_THRESHOLD,
        variable: "MALLOC_MMAP_THRESHOLD_",
        initial: 128 << 10
    )
    /// How many blocks glibc maps by themselves at most.
    public static let mmapMaximum = glibc(
        "mmap_max",
        unit: "{block}",
        TRIMTAB_KNOB_MMAP_MAX,
        variable: "MALLOC_MMAP_MAX_",
        initial: 65_536
    )
    /// How long jemalloc keeps pages that are free before it gives them back; -1 for ever.
    public static let dirtyDecay = AllocatorKnob(
        "dirty_decay_ms",
        .jemalloc,
        unit: "ms",
        -1...3_600_000,
        TRIMTAB_KNOB_DIRTY_DECAY,
        variables: [.option("dirty_decay_ms")]
    )
    /// How long jemalloc keeps pages that it has told the kernel it may take; -1 for ever.
    public static let muzzyDecay = AllocatorKnob(
        "muzzy_decay_ms",
        .jemalloc,
        unit: "ms",
        -1...3_600_000,
        TRIMTAB_KNOB_MUZZY_DECAY,
        variables: [.option("muzzy_decay_ms")]
    )
    /// Whether jemalloc gives pages back from a thread of its own.
    public static let backgroundThread = AllocatorKnob(
        "background_thread",
        .jemalloc,
        unit: "1",
        0...1,
        TRIMTAB_KNOB_BACKGROUND_THREAD,
        variables: [.option("background_thread")]
    )
    /// How many bytes tcmalloc's threads keep for themselves, all together.
    public static let threadCacheBytes = AllocatorKnob(
        "max_total_thread_cache_bytes",
        .tcmalloc,
        unit: "By",
        512 << 10...1 << 30,
        TRIMTAB_KNOB_THREAD_CACHE_BYTES,
        variables: [.own("TCMALLOC_MAX_TOTAL_THREAD_CACHE_BYTES")]
    )
    /// Whether tcmalloc gives pages back as soon as they are free.
    public static let aggressiveDecommit = AllocatorKnob(
        "aggressive_memory_decommit",
        .tcmalloc,
        unit: "1",
        0...1,
        TRIMTAB_KNOB_AGGRESSIVE_DECOMMIT,
        variables: [.own("TCMALLOC_AGGRESSIVE_DECOMMIT")]
    )

    /// All there are.
    public static let all = [
        arenaMaximum, trimThreshold, topPad, mmapThreshold, mmapMaximum, dirtyDecay, muzzyDecay, backgroundThread,
        threadCacheBytes, aggressiveDecommit,
    ]
}

extension AllocatorKnob: CustomStringConvertible {
    public var description: String { name }
}
