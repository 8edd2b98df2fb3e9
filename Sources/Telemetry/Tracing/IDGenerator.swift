#if Server

internal import Synchronization

/// Random numbers for the ids of traces and spans.
///
/// SplitMix64: the sum of a random start and as many steps as there were calls, mixed. It never repeats within 2^64
/// numbers, and threads share no more than one addition. Ids are no secrets.
final class IDGenerator: Sendable {
    private static let step: UInt64 = 0x9e37_79b9_7f4a_7c15

    private let state: Atomic<UInt64>
    private let salt: UInt64

    convenience init() {
        var system = SystemRandomNumberGenerator()
        self.init(seed: system.next(), salt: system.next())
    }

    init(seed: UInt64, salt: UInt64) {
        state = Atomic(seed)
        self.salt = salt
    }

    /// Never zero.
    func next() -> UInt64 {
        let random = Self.mix(state.wrappingAdd(Self.step, ordering: .relaxed).newValue)
        return random == 0 ? 1 : random
    }

    /// Another random number, the same each time for the same `number`. Never zero.
    func derived(from number: UInt64, _ index: UInt64) -> UInt64 {
        let random = Self.mix(number ^ salt &+ index &* Self.step)
        return random == 0 ? 1 : random
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }
}

#endif
