#if Server

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif
internal import Synchronization
internal import Tracing

/// Where attributes of spans go that are not recorded: places that are used again, so that setting them allocates
/// nothing.
enum UnrecordedAttributes {
    /// What one thread at a time uses. A thread begins to look at one that is likely its own.
    private final class Place: Sendable {
        let spare = Mutex<SpanAttributes?>(nil)
    }

    /// More different names than this, and a new place is made.
    private static let capacity = 48

    /// Of more threads than this that set attributes at the same moment, some allocate.
    private static let places = (0..<16).map { _ in Place() }

    /// Mixed, for the low bits of a thread's address are mostly the same.
    private static var first: Int {
        Int((UInt64(truncatingIfNeeded: Int(bitPattern: pthread_self())) &* 0x9e37_79b9_7f4a_7c15) >> 32)
    }

    static func take() -> SpanAttributes {
        let first = first
        for offset in places.indices {
            // Not waiting: where somebody else is, there is nothing to be had.
            let place = places[(first + offset) % places.count]
            if let spare = place.spare.withLockIfAvailable({ $0.take() }) ?? nil { return spare }
        }
        var attributes = SpanAttributes()
        attributes.reserveCapacity(capacity)
        return attributes
    }

    static func giveBack(_ attributes: consuming SpanAttributes) {
        let attributes = attributes
        guard attributes.count < capacity else { return }
        let first = first
        for offset in places.indices {
            let isKept = places[(first + offset) % places.count].spare.withLockIfAvailable { spare in
                if spare != nil { return false }
                spare = attributes
                return true
            }
            if isKept == true { return }
        }
    }
}

#endif
