/// Something that can give up memory when it is scarce, such as a cache.
///
///     extension ThumbnailCache: Reclaimable {
///         var name: String { "thumbnails" }
///         func reclaim(_ request: ReclaimRequest) async -> Int {
///             evict(request.pressure == .critical ? .all : .leastRecentlyUsed)
///         }
///     }
///     let registration = tuner.register(thumbnails)
public protocol Reclaimable: Sendable {
    /// For logs and metrics: few different ones.
    var name: String { get }
    /// Gives up what may be given up.
    /// - Returns: Bytes that it held and holds no more, as well as it knows.
    func reclaim(_ request: ReclaimRequest) async -> Int
}

/// What a ``Reclaimable`` is asked for.
public struct ReclaimRequest: Hashable, Sendable {
    /// How scarce memory is. With ``MemoryPressure/critical`` all that can be made again should go.
    public let pressure: MemoryPressure
    /// How many bytes are too many, or as good as that while memory grows towards the limit; nil where no limit says so. To give up
    /// more than that is no help.
    public let goal: Int?

    /// What is still to be asked for once others have given up so many bytes; nil for nothing.
    func left(after bytes: Int) -> ReclaimRequest? {
        guard pressure < .critical, let goal else { return self }
        return bytes < goal ? ReclaimRequest(pressure: pressure, goal: goal - bytes) : nil
    }
}
