internal import Tracing

/// A use of a pool as a span of the tracing system.
@usableFromInline
final class PoolSpan: Sendable {
    private let span: any Span

    fileprivate init(_ name: String, of core: PoolCore) {
        span = core.hooks.startSpan(name)
        span.attributes["pool.name"] = core.name
    }

    @usableFromInline
    func end() { span.end() }
}

extension PoolCore {
    func startGetSpan(reused: Bool) -> PoolSpan {
        let span = PoolSpan("pool.get", of: self)
        span.set("reused", to: reused)
        return span
    }

    func startPutSpan() -> PoolSpan {
        let span = PoolSpan("pool.put", of: self)
        span.add(event: "object returned to pool")
        return span
    }
}

extension PoolSpan {
    fileprivate func set(_ attribute: String, to value: Bool) { span.attributes[attribute] = value }

    fileprivate func add(event name: String) { span.addEvent(SpanEvent(name: name)) }
}
