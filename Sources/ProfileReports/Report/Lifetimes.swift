/// How long the sampled blocks of a line, a site or a type live, weighted by bytes.
///
/// What is live is known in full. Of what was freed, the recording remembers the latest samples only; so shares of
/// lifetimes are told of those.
public struct Lifetimes: Hashable, Sendable {
    /// Seconds; a block that lived no longer was allocated and freed at once.
    public static let atOnce = 0.01

    /// Half of the bytes in use are older, in seconds; nil where nothing is in use.
    public var medianAge: Double?
    /// The age of the oldest block in use, in seconds.
    public var oldestAge: Double?
    /// The share of allocated bytes that were freed within ``atOnce``, from 0 to 1; nil where too few samples tell.
    public var shareFreedAtOnce: Double?
    /// The samples, live and freed, that it rests on.
    public var samples = 0
    /// Bytes in use at ``windows`` moments that divide the run evenly, the last at its end; empty where the samples that
    /// were freed are not all remembered.
    public var bytesInUse: [Double] = []

    public static let windows = 12
}
