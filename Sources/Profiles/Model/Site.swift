/// What one stack of one thread allocated.
public struct Site: Hashable, Sendable {
    /// Indices into ``HeapProfile/locations``, innermost call first; empty if the stack is unknown.
    public var stack: [Int]
    /// Index into ``HeapProfile/threads``; nil if unknown.
    public var thread: Int?
    /// Allocated and not yet freed.
    public var inUse: Usage
    /// Allocated since the start, whether freed or not.
    public var allocated: Usage
    /// In use when the program's live heap was largest. Its variance is not recorded: a recording's profile takes the
    /// share of ``allocated``'s that is in proportion.
    public var atPeak: Usage
    /// The name of the Swift type, where it is known.
    public var type: String?
    /// The labels that the program gave to what it did.
    public var labels: [String: String]

    public init(
        stack: [Int],
        thread: Int? = nil,
        inUse: Usage = Usage(),
        allocated: Usage = Usage(),
        atPeak: Usage = Usage(),
        type: String? = nil,
        labels: [String: String] = [:]
    ) {
        self.stack = stack
        self.thread = thread
        self.inUse = inUse
        self.allocated = allocated
        self.atPeak = atPeak
        self.type = type
        self.labels = labels
    }
}
