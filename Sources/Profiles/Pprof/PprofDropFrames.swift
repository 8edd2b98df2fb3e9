/// The functions that pprof cuts off a stack, with all that they call: allocators, so that the functions of the program
/// and not `swift_slowAlloc` have the memory in pprof's flat column.
enum PprofDropFrames {
    /// pprof matches it against whole function names, without the arguments of C++ functions.
    static let pattern =
        (OriginClassifier.allocators.sorted() + [
            "__libc_(malloc|calloc|realloc|memalign)", "_int_(malloc|realloc)", "operator new(\\[\\])?",
            "(swift::)?swift_slowAlloc.*", "trimtab_.*",
        ]).joined(separator: "|")
}
