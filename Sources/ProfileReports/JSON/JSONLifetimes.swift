/// How long blocks live, and how their memory in use changed.
struct JSONLifetimes: Encodable {
    let medianAgeSeconds: Nullable<Double>
    let oldestAgeSeconds: Nullable<Double>
    let freedAtOnceShare: Nullable<Double>
    let growthBytesPerSecond: Nullable<Double>
    let growthInterval: Nullable<[Double]>
    let liveBytesByTime: [Int]

    init(_ lifetimes: Lifetimes, growth: Growth?) {
        medianAgeSeconds = Nullable(lifetimes.medianAge)
        oldestAgeSeconds = Nullable(lifetimes.oldestAge)
        freedAtOnceShare = Nullable(lifetimes.shareFreedAtOnce)
        growthBytesPerSecond = Nullable(growth?.bytesPerSecond)
        growthInterval = Nullable(growth.map { [$0.interval95.lowerBound, $0.interval95.upperBound] })
        liveBytesByTime = lifetimes.bytesInUse.map { Int($0.rounded()) }
    }
}
