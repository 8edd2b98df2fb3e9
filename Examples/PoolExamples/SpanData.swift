import ObjectPools

/// What a tracer keeps of a span until it is exported: dear to make, because its two collections have room from the start.
struct SpanData: Poolable {
    struct Attribute {
        var key: String
        var value: String
    }

    struct Event {
        var name: String
        var nanoseconds: UInt64
    }

    var name = ""
    var attributes: [Attribute] = []
    var events: [Event] = []
    var startNanoseconds: UInt64 = 0
    var endNanoseconds: UInt64 = 0

    init() {
        attributes.reserveCapacity(20)
        events.reserveCapacity(5)
    }

    mutating func reset() {
        name = ""
        if !attributes.isEmpty { attributes.removeAll(keepingCapacity: true) }
        if !events.isEmpty { events.removeAll(keepingCapacity: true) }
        startNanoseconds = 0
        endNanoseconds = 0
    }

    /// A span that once had a thousand attributes is not worth keeping: the pool needs to know.
    var retainedBytes: Int {
        MemoryLayout<SpanData>.size + attributes.capacity * MemoryLayout<Attribute>.stride
            + events.capacity * MemoryLayout<Event>.stride
    }
}
