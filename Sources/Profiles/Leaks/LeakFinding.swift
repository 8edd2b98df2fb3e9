/// Memory that grows and is not given back.
public struct LeakFinding: Hashable, Sendable {
    /// How it grows; more may be added.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Blocks stay that are never freed: ever more of them.
        case accumulates
        /// One block, or a few, such as the storage of an array or a dictionary, is made anew and larger again and again.
        case enlarges
    }

    public var kind: Kind
    public var subject: LeakSubject
    /// When it began, in seconds after the start of the process; no later than this much is known.
    public var since: Double
    /// When it was told, in seconds after the start.
    public var time: Double
    /// The seconds before ``time`` over which the growth was measured.
    public var span: Double
    public var bytesPerSecond: Double
    /// The bounds of ``bytesPerSecond`` in 95 of 100 cases.
    public var interval95: ClosedRange<Double>
    public var objectsPerSecond: Double
    /// Bytes in use now.
    public var bytes: Double
    /// Objects in use now.
    public var objects: Double
    /// Samples of the growth.
    public var samples: Int
    /// How probable it is that chance alone would have grown as much, from 0 to 1.
    public var chance: Double
    /// The share of the blocks that had grown old and were freed since; nil where that is not known.
    public var freedShare: Double?
    /// Seconds until the memory limit is reached at this pace by this alone; nil where there is no limit.
    public var secondsToLimit: Double?

    package init(
        kind: Kind,
        subject: LeakSubject,
        since: Double,
        time: Double,
        span: Double,
        bytesPerSecond: Double,
        interval95: ClosedRange<Double>,
        objectsPerSecond: Double,
        bytes: Double,
        objects: Double,
        samples: Int,
        chance: Double,
        freedShare: Double? = nil,
        secondsToLimit: Double? = nil
    ) {
        self.kind = kind
        self.subject = subject
        self.since = since
        self.time = time
        self.span = span
        self.bytesPerSecond = bytesPerSecond
        self.interval95 = interval95
        self.objectsPerSecond = objectsPerSecond
        self.bytes = bytes
        self.objects = objects
        self.samples = samples
        self.chance = chance
        self.freedShare = freedShare
        self.secondsToLimit = secondsToLimit
    }
}
