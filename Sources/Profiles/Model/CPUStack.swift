/// The processor time that one stack of one thread used.
public struct CPUStack: Hashable, Sendable {
    /// Indices into ``CPUProfile/locations``, the innermost function first; empty if the stack is unknown.
    public var stack: [Int]
    /// Index into ``CPUProfile/threads``; nil if unknown.
    public var thread: Int?
    /// Nanoseconds.
    public var time: Estimate
    /// The labels that the program gave to what it did.
    public var labels: [String: String]

    public init(stack: [Int], thread: Int? = nil, time: Estimate = Estimate(), labels: [String: String] = [:]) {
        self.stack = stack
        self.thread = thread
        self.time = time
        self.labels = labels
    }
}
