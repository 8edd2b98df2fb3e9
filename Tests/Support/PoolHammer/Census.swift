internal import Synchronization

/// Counts the objects that live, of one test.
public final class Census: Sendable {
    private let count = Atomic<Int>(0)

    public init() {}

    public var living: Int { count.load(ordering: .acquiring) }

    public func enter() { count.wrappingAdd(1, ordering: .relaxed) }
    public func leave() { count.wrappingSubtract(1, ordering: .releasing) }
}
