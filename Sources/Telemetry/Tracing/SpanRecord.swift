#if Server

internal import Synchronization
internal import Tracing

/// A span that is recorded: what it holds, until it is sent.
///
/// A `Mutex`, although it is slow where many threads wait for it: it needs no allocation of its own, and a span has
/// hardly ever two users at once.
final class SpanRecord: Sendable {
    // Its context, which children start with, refers to it: it must not refer to that.
    let spanContext: SpanContext
    /// Nil at the root of a trace.
    let parent: SpanContext?
    private let tracer: TelemetryTracer
    private let data: Mutex<SpanData>

    init(
        spanContext: SpanContext,
        parent: SpanContext?,
        tracer: TelemetryTracer,
        data: sending SpanData
    ) {
        self.spanContext = spanContext
        self.parent = parent
        self.tracer = tracer
        self.data = Mutex(data)
    }

    private var limits: SpanLimits { tracer.limits }

    var snapshot: SpanData { data.withLock { $0 } }

    var hasEnded: Bool { data.withLock { $0.end != nil } }

    /// Changes the span unless it has ended.
    private func change(_ body: (inout SpanData) -> Void) {
        data.withLock { data in
            if data.end == nil { body(&data) }
        }
    }

    func setName(_ name: String) { change { $0.name = name } }

    /// An error does not take the place of what was said to be fine.
    func setStatus(_ status: SpanStatus) {
        change { data in
            if data.status?.code != .ok { data.status = status }
        }
    }

    func add(_ event: SpanEvent) {
        change { data in
            guard data.events.count < limits.events else {
                data.droppedEvents += 1
                return
            }
            data.events.append(event)
        }
    }

    func add(_ link: SpanLink) {
        change { data in
            guard data.links.count < limits.links else {
                data.droppedLinks += 1
                return
            }
            data.links.append(link)
        }
    }

    /// Takes the attributes out, so that they can be changed without a copy. Who gives them back adds them to what
    /// others have set meanwhile. No lock is held in between: what changes them is the user's code.
    func takeAttributes() -> SpanAttributes {
        data.withLock { data in
            guard data.end == nil else { return data.attributes }
            var taken = SpanAttributes()
            swap(&taken, &data.attributes)
            if taken.isEmpty { taken.reserveCapacity(6) }
            // At the limit one more can only be told from the others by what there was.
            if taken.count >= limits.attributes { data.attributes = taken }
            return taken
        }
    }

    func giveBack(_ attributes: consuming SpanAttributes) {
        change { data in
            if data.attributes.isEmpty {
                data.attributes = attributes
            } else {
                data.merge(attributes, limit: limits.attributes)
            }
            data.enforce(limit: limits.attributes)
        }
    }

    func end(at time: UInt64) {
        let isFirst = data.withLock { data in
            guard data.end == nil else { return false }
            data.end = time
            return true
        }
        if isFirst { tracer.ended(self) }
    }
}

extension SpanData {
    /// Takes over new values of the attributes that there are, and new ones up to the limit.
    fileprivate mutating func merge(_ other: SpanAttributes, limit: Int) {
        other.forEach { name, value in
            if attributes.count < limit || attributes.get(name) != nil {
                attributes.set(name, value: value)
            } else {
                droppedAttributes += 1
            }
        }
    }

    fileprivate mutating func enforce(limit: Int) {
        guard attributes.count > limit else { return }
        var names: [String] = []
        attributes.forEach { name, _ in names.append(name) }
        for name in names.dropFirst(limit) { attributes.set(name, value: nil) }
        droppedAttributes += names.count - limit
    }
}

#endif
