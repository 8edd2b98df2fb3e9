/// A kind of value in a heap profile, by the name and unit that Go's runtime gave it.
struct PprofSampleType {
    var name: String
    var unit: String
    var estimate: any WritableKeyPath<Site, Estimate> & Sendable

    static let allocatedObjects = PprofSampleType(
        name: "alloc_objects",
        unit: "count",
        estimate: \.allocated.objects
    )
    static let allocatedBytes = PprofSampleType(name: "alloc_space", unit: "bytes", estimate: \.allocated.bytes)
    static let inUseObjects = PprofSampleType(name: "inuse_objects", unit: "count", estimate: \.inUse.objects)
    static let inUseBytes = PprofSampleType(name: "inuse_space", unit: "bytes", estimate: \.inUse.bytes)

    /// In the order of a file: tools show the last one unless told otherwise.
    static let written = [allocatedObjects, allocatedBytes, inUseObjects, inUseBytes]

    /// What other profilers call the memory in use (tcmalloc; pprof's converter of jemalloc's text).
    static let otherNames = ["objects": inUseObjects, "space": inUseBytes]
}
