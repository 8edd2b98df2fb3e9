public import ObjectPools

/// What the hammer pools. There is one census for all, so one hammer runs at a time.
public struct Tracked: Poolable {
    public static let census = Census()

    let counted = Counted(census)
    /// Written by whoever has the object, so that a sanitizer sees two who have it.
    var uses = 0

    public init() {}

    public mutating func reset() { uses += 1 }

    public var retainedBytes: Int { 100 }
}
