internal import Synchronization

/// An object whose life is counted, and which finds out when two have it at once.
public final class Counted: Sendable {
    private let census: Census
    private let holders = Atomic<Int>(0)

    public init(_ census: Census) {
        self.census = census
        census.enter()
    }

    deinit { census.leave() }

    /// False if another holds it already.
    public func take() -> Bool { holders.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue == 1 }

    public func leave() { holders.wrappingSubtract(1, ordering: .acquiringAndReleasing) }
}
