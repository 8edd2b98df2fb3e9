/// How much a pprof file may hold before it is refused: a few kilobytes of gzip can ask for gigabytes.
struct PprofLimits {
    /// Bytes once decompressed.
    var bytes = 256 << 20
    /// Entries in each table: samples, locations, lines, functions, mappings, strings.
    var entries = 1 << 21
    /// Entries of all stacks together, and values of all samples together.
    var stackEntries = 1 << 25
}
