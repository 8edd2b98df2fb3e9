/// Why the code at a site allocates, as an analysis of the program before it ran tells.
public struct StaticReason: Hashable, Sendable {
    /// A sentence without a full stop.
    public var reason: String
    /// What would help; nil where nothing is known to.
    public var hint: String?

    public init(reason: String, hint: String? = nil) {
        self.reason = reason
        self.hint = hint
    }
}
