internal import Synchronization

/// The objects that no thread keeps for itself: a bounded set that any thread may add to and take from, without locks.
///
/// In stripes of 64 places. A thread begins at its own stripe and goes on through the others, so that it finds what is
/// there (it steals) but seldom meets another thread.
///
/// Threads reserve here what they keep for themselves, so that the budget holds for all of it.
///
/// Invariants: a place is free, available, or in the hands of the one thread that cleared its bit; only that thread
/// touches the place. `count` is at least the number of places that are not free, so whoever was counted in finds one.
struct Overflow: ~Copyable, @unchecked Sendable {
    private struct Stripe: ~Copyable {
        let free: Atomic<UInt64>
        let available = Atomic<UInt64>(0)
        // Keeps neighbours out of each other's cache line.
        let padding: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0)

        init(places: Int) {
            free = Atomic(places >= 64 ? .max : (1 << UInt64(places)) - 1)
        }
    }

    private struct Place {
        var object: IdleObject
        /// When it came: the number of looks for idle objects before.
        var look: Int
    }

    private let stripeCount: Int
    private let stripes: UnsafeMutablePointer<Stripe>
    private let places: UnsafeMutablePointer<Place>
    private let count = Atomic<Int>(0)
    private let bytes = Atomic<Int>(0)
    private let looks = Atomic<Int>(0)
    private let maximumCount: Int
    private let maximumBytes: Int

    init(maximumCount capacity: Int, maximumBytes: Int) {
        maximumCount = capacity
        self.maximumBytes = maximumBytes
        stripeCount = Swift.max(1, (capacity + 63) / 64)
        stripes = .allocate(capacity: stripeCount)
        for stripe in 0..<stripeCount {
            (stripes + stripe).initialize(to: Stripe(places: capacity - stripe * 64))
        }
        places = .allocate(capacity: stripeCount * 64)
    }

    deinit {
        stripes.deinitialize(count: stripeCount)
        stripes.deallocate()
        places.deallocate()
    }

    /// What is here or reserved.
    var used: (count: Int, bytes: Int) {
        (count.load(ordering: .relaxed), bytes.load(ordering: .relaxed))
    }

    /// Adds an object; false if the budget has no room for it.
    func add(_ object: IdleObject, from start: Int) -> Bool {
        guard reserve(1, bytes: object.bytes) else { return false }
        // A second round: a place may become free behind the first one's back.
        for step in 0..<2 * stripeCount {
            let stripe = (start &+ step) % stripeCount
            guard let bit = claim(stripes[stripe].free) else { continue }
            let place = stripe * 64 + bit.trailingZeroBitCount
            (places + place).initialize(to: Place(object: object, look: looks.load(ordering: .relaxed)))
            _ = stripes[stripe].available.bitwiseOr(bit, ordering: .releasing)
            return true
        }
        release(1, bytes: object.bytes)
        return false
    }

    /// Takes an object; nil if there is none.
    func take(from start: Int) -> IdleObject? {
        guard count.load(ordering: .relaxed) > 0 else { return nil }
        for step in 0..<stripeCount {
            let stripe = (start &+ step) % stripeCount
            guard let bit = claim(stripes[stripe].available) else { continue }
            return clear(stripe: stripe, bit: bit)
        }
        return nil
    }

    /// Takes all objects that came before the look before the last one. Counts a look.
    func takeIdle() -> [IdleObject] {
        let look = looks.wrappingAdd(1, ordering: .relaxed).newValue
        return takeAll { $0.look <= look - 2 }
    }

    func takeAll() -> [IdleObject] { takeAll { _ in true } }

    private func takeAll(where isWanted: (Place) -> Bool) -> [IdleObject] {
        var taken: [IdleObject] = []
        guard count.load(ordering: .acquiring) > 0 else { return taken }
        for stripe in 0..<stripeCount {
            var left = stripes[stripe].available.load(ordering: .acquiring)
            while left != 0 {
                let bit = left & (~left &+ 1)
                left ^= bit
                // Somebody else may have it by now.
                let before = stripes[stripe].available.bitwiseAnd(~bit, ordering: .acquiringAndReleasing).oldValue
                guard before & bit != 0 else { continue }
                if isWanted(places[stripe * 64 + bit.trailingZeroBitCount]) {
                    taken.append(clear(stripe: stripe, bit: bit))
                } else {
                    _ = stripes[stripe].available.bitwiseOr(bit, ordering: .releasing)
                }
            }
        }
        return taken
    }

    // MARK: Places

    /// Clears the lowest bit and returns it; nil if there is none.
    private func claim(_ bits: borrowing Atomic<UInt64>) -> UInt64? {
        var seen = bits.load(ordering: .relaxed)
        while seen != 0 {
            let bit = seen & (~seen &+ 1)
            let (isClaimed, now) = bits.weakCompareExchange(
                expected: seen,
                desired: seen ^ bit,
                successOrdering: .acquiring,
                failureOrdering: .relaxed
            )
            if isClaimed { return bit }
            seen = now
        }
        return nil
    }

    private func clear(stripe: Int, bit: UInt64) -> IdleObject {
        let object = places[stripe * 64 + bit.trailingZeroBitCount].object
        _ = stripes[stripe].free.bitwiseOr(bit, ordering: .releasing)
        release(1, bytes: object.bytes)
        return object
    }

    // MARK: Budget

    /// Sets room aside; false if there is not so much.
    func reserve(_ objects: Int, bytes size: Int) -> Bool {
        guard count.wrappingAdd(objects, ordering: .relaxed).newValue <= maximumCount else {
            _ = count.wrappingSubtract(objects, ordering: .relaxed)
            return false
        }
        guard bytes.wrappingAdd(size, ordering: .relaxed).newValue <= maximumBytes else {
            release(objects, bytes: size)
            return false
        }
        return true
    }

    func release(_ objects: Int, bytes size: Int) {
        _ = bytes.wrappingSubtract(size, ordering: .relaxed)
        _ = count.wrappingSubtract(objects, ordering: .relaxed)
    }
}
