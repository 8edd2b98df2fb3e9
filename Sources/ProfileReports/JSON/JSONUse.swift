/// What a site uses, or all of them.
struct JSONUse: Encodable {
    let liveBytes: Int
    let liveObjects: Int
    let liveBytesInterval: Nullable<[Int]>
    let allocatedBytes: Int
    let allocatedObjects: Int
    let allocatedBytesInterval: Nullable<[Int]>
    let peakBytes: Int
    let peakObjects: Int
    let samples: Int
    let liveSamples: Int

    init(_ use: SiteUse) {
        liveBytes = use.inUse.bytes.count
        liveObjects = use.inUse.objects.count
        liveBytesInterval = Self.interval(use.inUse)
        allocatedBytes = use.allocated.bytes.count
        allocatedObjects = use.allocated.objects.count
        allocatedBytesInterval = Self.interval(use.allocated)
        peakBytes = use.atPeak.bytes.count
        peakObjects = use.atPeak.objects.count
        samples = use.allocated.samples
        liveSamples = use.inUse.samples
    }

    private static func interval(_ measure: Measure) -> Nullable<[Int]> {
        Nullable(measure.bytes.interval95.map { [$0.lowerBound, $0.upperBound] })
    }
}
