public import ObjectPools

/// What the original's example pools: `SpanData`, with room for 20 attributes and 5 events.
public struct SpanData: Poolable {
    public var name = ""
    public var attributes: [String] = []
    public var events: [String] = []

    public init() {
        attributes.reserveCapacity(20)
        events.reserveCapacity(5)
    }

    public mutating func reset() {
        name = ""
        if !attributes.isEmpty { attributes.removeAll(keepingCapacity: true) }
        if !events.isEmpty { events.removeAll(keepingCapacity: true) }
    }
}
