extension HeapProfile {
    /// The profile as a gzipped pprof file, which `go tool pprof` and the tools around it read.
    ///
    /// Sample types are those of Go's heap profiles: `alloc_objects`, `alloc_space`, `inuse_objects` and, shown by
    /// default, `inuse_space`. Estimates are rounded per site (``Estimate/count``). Exact totals and what sampling
    /// dropped are comments.
    public func pprof() throws(PprofError) -> [UInt8] {
        try PprofContents(self).compressed()
    }

    /// The same in other ways.
    ///
    /// - Parameters:
    ///   - showsAllocated: Whether what was allocated since the start is shown by default, as in Go's profile `allocs`.
    ///   - labelsTypes: Whether samples bear their Swift type as the label `type`. Some that take pprof files keep a series
    ///     for each set of labels, so it is not there unless it is asked for.
    package func pprof(showsAllocated: Bool, labelsTypes: Bool) throws(PprofError) -> [UInt8] {
        var contents = PprofContents(self, labelsTypes: labelsTypes)
        if showsAllocated { contents.defaultSampleType = PprofSampleType.allocatedBytes.name }
        return try contents.compressed()
    }

    /// Reads a heap profile from a pprof file, gzipped or plain, of Trimtab, Go, tcmalloc or jemalloc.
    ///
    /// What pprof does not hold is worked out or left out: sample counts and variances follow from the period and the
    /// mean size; there is no timeline, no peak by site and, unless Trimtab wrote the file, no exact total.
    public init(pprof bytes: [UInt8]) throws(PprofError) {
        try self.init(pprof: bytes, limits: PprofLimits())
    }

    init(pprof bytes: [UInt8], limits: PprofLimits) throws(PprofError) {
        let message: [UInt8]
        if Gzip.isCompressed(bytes) {
            do {
                message = try Gzip.decompress(bytes, limit: limits.bytes)
            } catch {
                throw error.code == .tooLarge ? .tooLarge(error.message) : .damaged(error.message)
            }
        } else {
            guard bytes.count <= limits.bytes else { throw .tooLarge("it has more than \(limits.bytes) bytes") }
            message = bytes
        }
        self = try PprofDecoder.decode(try PprofFileReader.read(message, limits: limits))
    }
}
