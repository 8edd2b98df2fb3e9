#if Server

import Testing

@testable import Telemetry

/// When a request is sent again.
struct RetryTests {
    @Test func pausesGrowToTheLongestAndHalfOfEachIsRandom() {
        var policy = RetryPolicy()
        (policy.initialDelay, policy.maximumDelay, policy.factor) = (.seconds(1), .seconds(10), 2)
        let longest = (1...6).map { policy.delay(afterFailures: $0, retryAfter: nil, random: 1) }
        #expect(longest == [1, 2, 4, 8, 10, 10].map { .seconds($0) })
        #expect(policy.delay(afterFailures: 3, retryAfter: nil, random: 0) == .seconds(2))
        #expect(policy.delay(afterFailures: .max, retryAfter: nil, random: 1) == .seconds(10))
    }

    @Test func aServerMayAskForAnyPauseUpToTheLongest() {
        let policy = RetryPolicy.default
        #expect(policy.delay(afterFailures: 1, retryAfter: .seconds(7), random: 0) == .seconds(7))
        #expect(policy.delay(afterFailures: 1, retryAfter: .seconds(3_600), random: 0) == .seconds(30))
    }

    @Test(
        arguments: [
            ("120", 120), (" 0 ", 0), ("Sun, 06 Nov 1994 08:49:37 GMT", 10), ("Sun, 06 Nov 1994 08:49:20 GMT", 0),
            ("-1", nil), ("1.5", nil), ("soon", nil), ("", nil), ("Sun, 06 Nov 1994 25:49:37 GMT", nil),
            ("Sun, 06 Foo 1994 08:49:37 GMT", nil), ("99999999999999999999", nil),
        ] as [(String, Int?)]
    )
    func retryAfterIsSecondsOrADate(header: String, seconds: Int?) {
        // 1994-11-06 08:49:27.
        let now: UInt64 = 784_111_767_000_000_000
        #expect(RetryAfter.delay(header, now: now) == seconds.map { .seconds($0) })
    }
}

#endif
