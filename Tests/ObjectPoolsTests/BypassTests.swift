import Synchronization
import Testing

@testable import ObjectPools

/// Whether pools find out that they pay, on this machine as it is.
@Suite(.serialized)
struct BypassTests {
    /// An object of 16 bytes, header and all.
    private final class Token: Sendable {}

    private struct Small: Poolable {
        let token = Token()

        mutating func reset() {}
    }

    private struct Zeroed: Poolable {
        var bytes = [UInt8](repeating: 0, count: 64 << 10)

        mutating func reset() {}

        var retainedBytes: Int { bytes.capacity }
    }

    private let enough = 80 * PoolCore.timingInterval
    private let patience = 1000

    /// More than the smallest object takes on the slowest machine, where nothing is optimised and all processors are taken;
    /// far less than to clear 64 KiB.
    private static let worthwhileSaving = Duration.nanoseconds(200)

    @Test func stopsPoolingSmallObjects() throws {
        let pool = try ObjectPool<Small>(
            name: "small",
            configuration: .test(bypass: .automatic, worthwhileSaving: Self.worthwhileSaving)
        )
        // Where other threads take the processor, the first samples are too far apart to tell.
        for _ in 0..<patience where pool.statistics.netBenefit?.isBypassed != true {
            for _ in 0..<enough { pool.withObject { _ in } }
        }
        let benefit = try #require(pool.statistics.netBenefit)
        #expect(benefit.verdict == .doesNotPay, "\(benefit)")
        #expect(benefit.isBypassed)
        let before = pool.statistics
        pool.withObject { _ in }
        let after = pool.statistics
        #expect(after.gets == before.gets + 1)
        #expect(after.puts == before.puts + 1)
        #expect(after.discards.bypassed == before.discards.bypassed + 1)
        #expect(after.retained == 0)
        #expect(after.news == after.retained + after.leased + after.discards.total)
    }

    @Test func goesOnPoolingLargeZeroedBuffers() throws {
        let pool = try ObjectPool<Zeroed>(
            name: "zeroed",
            configuration: .test(bypass: .automatic, worthwhileSaving: Self.worthwhileSaving)
        )
        for _ in 0..<patience where pool.statistics.netBenefit?.verdict != .pays {
            for _ in 0..<enough { pool.withObject { $0.bytes[7] = 1 } }
        }
        let benefit = try #require(pool.statistics.netBenefit)
        #expect(benefit.verdict == .pays, "\(benefit)")
        #expect(!benefit.isBypassed)
        #expect(pool.statistics.retained == 1)
    }

    @Test func onlySaysSoWhereBypassIsNotWanted() throws {
        let pool = try ObjectPool<Small>(name: "small", configuration: .test(bypass: .never))
        for _ in 0..<enough { pool.withObject { _ in } }
        #expect(pool.statistics.netBenefit?.isBypassed == false)
        #expect(pool.statistics.retained == 1)
    }

    @Test func triesAgainAfterARest() throws {
        let clock = TestClock()
        let pool = try ObjectPool<Small>(
            name: "small",
            configuration: .test(bypass: .automatic),
            hooks: PoolHooks(clock: { clock.now })
        )
        // A use takes as long as the clock says: 10 ns with the pool and without.
        for _ in 0..<enough { pool.withObject { _ in clock.advance(by: 10) } }
        #expect(pool.statistics.netBenefit?.isBypassed == true)
        clock.advance(by: 11_000_000_000)
        let bypassed = pool.statistics.discards.bypassed
        for _ in 0..<(3 * PoolCore.timingInterval) { pool.withObject { _ in } }
        #expect(pool.statistics.netBenefit == nil)
        #expect(pool.statistics.discards.bypassed < bypassed + 2 * PoolCore.timingInterval)
    }

    /// While a new object costs far more than one used before, hardly any is made only to find out.
    @Test func makesFewDearObjectsToFindOut() throws {
        let clock = TestClock()
        let pool = try FactoryPool(
            name: "dear",
            configuration: .test(bypass: .automatic),
            hooks: PoolHooks(clock: { clock.now })
        ) {
            clock.advance(by: 1_000_000)
            return 1
        }
        let uses = 1000 * PoolCore.timingInterval
        for _ in 0..<uses { pool.withObject { _ in clock.advance(by: 10) } }
        #expect(pool.statistics.netBenefit?.verdict == .pays)
        #expect(pool.statistics.news < 1 + 20 + 1000 / 64)
    }

    private final class TestClock: Sendable {
        private let time = Atomic<UInt64>(1)

        var now: UInt64 { time.load(ordering: .relaxed) }

        func advance(by nanoseconds: UInt64) { time.wrappingAdd(nanoseconds, ordering: .relaxed) }
    }
}
