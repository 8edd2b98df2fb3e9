#if Server

internal import Synchronization
internal import Tracing

/// Where attributes of spans go that are not recorded: a place that is used again, so that setting them allocates
/// nothing.
enum UnrecordedAttributes {
    /// More different names than this, and a new place is made.
    private static let capacity = 48

    private static let spare = Mutex<SpanAttributes?>(nil)

    static func take() -> SpanAttributes {
        // Not waiting: somebody else has it.
        if let spare = spare.withLockIfAvailable({ $0.take() }) ?? nil { return spare }
        var attributes = SpanAttributes()
        attributes.reserveCapacity(capacity)
        return attributes
    }

    static func giveBack(_ attributes: consuming SpanAttributes) {
        let attributes = attributes
        guard attributes.count < capacity else { return }
        spare.withLockIfAvailable { $0 = attributes }
    }
}

#endif
