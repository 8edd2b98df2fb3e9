@testable import MemoryTuning
import Testing

struct EffectiveLimitTests {
    private static let reserve = 4 << 20

    private func limit(_ limit: MemoryLimit, group: Int?, machine: Int? = 16 << 30) -> EffectiveLimit? {
        EffectiveLimit(of: limit, groupLimit: group, machineBytes: machine, reserve: Self.reserve)
    }

    @Test func automaticIsNineTenthsOfTheControlGroupsLessTheReserve() {
        let bytes = Int(Double(256 << 20) * 0.9) - Self.reserve
        #expect(limit(.automatic, group: 256 << 20) == EffectiveLimit(bytes: bytes, source: .controlGroup))
    }

    @Test func withoutALimitOfAControlGroupTheMachineCounts() {
        let bytes = Int(Double(16 << 30) * 0.9) - Self.reserve
        #expect(limit(.automatic, group: nil) == EffectiveLimit(bytes: bytes, source: .machine))
        #expect(limit(.automatic, group: nil, machine: nil) == nil)
    }

    @Test(arguments: [(17 << 30, EffectiveLimit.Source.machine), (16 << 30, .controlGroup), (15 << 30, .controlGroup)])
    func theLesserOfControlGroupAndMachineCounts(group: Int, source: EffectiveLimit.Source) {
        let bytes = min(group, 16 << 30)
        #expect(limit(.percent(100), group: group) == EffectiveLimit(bytes: bytes, source: source))
        let automatic = Int(Double(bytes) * 0.9) - Self.reserve
        #expect(limit(.automatic, group: group) == EffectiveLimit(bytes: automatic, source: source))
    }

    @Test func explicitLimitsWin() {
        #expect(limit(.bytes(1 << 30), group: 256 << 20) == EffectiveLimit(bytes: 1 << 30, source: .setting))
        #expect(limit(.percent(50), group: 256 << 20) == EffectiveLimit(bytes: 128 << 20, source: .controlGroup))
        #expect(limit(.off, group: 256 << 20) == nil)
    }

    @Test func theReserveTakesNoMoreThanHalfOfASmallContainer() {
        #expect(limit(.automatic, group: 4 << 20)?.bytes == Int(Double(4 << 20) * 0.9) / 2)
    }

    @Test(arguments: [MemoryLimit.automatic, .percent(90), .percent(1e-9)], [0, 1 << 10])
    func noLimitIsBelowWhatAnyProcessTakes(limit: MemoryLimit, group: Int) {
        let least = EffectiveLimit(bytes: MemoryLimit.leastBytes, source: .controlGroup)
        #expect(self.limit(limit, group: group) == least)
    }

    @Test func limitsBeyondAnyMemoryDoNotOverflow() {
        #expect(limit(.percent(100), group: .max, machine: nil)?.bytes == 1 << 62)
    }
}
