import Foundation
import Testing

@testable import Profiles

@Suite struct LeakAnalysisTests {
    /// Of each kind of service; more with `LEAK_REPEATS=1000`.
    static let repeats = Int(ProcessInfo.processInfo.environment["LEAK_REPEATS"] ?? "") ?? 3

    @Test(arguments: CleanService.allCases)
    func raisesNothingForWhatLevelsOffOrIsFreedInTime(service: CleanService) {
        var raised: [Int] = []
        for seed in 0..<Self.repeats {
            let found = service.memory(seed: UInt64(seed)).findings(isDiurnal: service.isDiurnal)
            if let first = found.firstIndex(where: { !$0.isEmpty }) {
                raised.append(seed)
                print(service, seed, "at look", first, found[first][0])
            }
        }
        #expect(raised.isEmpty)
    }

    @Test(arguments: LeakingService.allCases)
    func findsWhatLeaks(service: LeakingService) {
        var missed: [Int] = []
        for seed in 0..<Self.repeats {
            // What is just enough to be told may be lost for a look.
            let found = service.memory(seed: UInt64(seed)).findings(isDiurnal: service.isDiurnal).suffix(4)
            if found.allSatisfy(\.isEmpty) { missed.append(seed) }
        }
        #expect(missed.isEmpty)
    }

    @Test func saysSinceWhenAndHowFast() throws {
        let found = LeakingService.startsLate.memory(seed: 7).findings(isDiurnal: false)
        let finding = try #require(found.last?.first)
        // From the fifth hour on, 2 MiB in two minutes.
        #expect(abs(finding.since - 5 * SimulatedMemory.hour) < SimulatedMemory.hour)
        #expect(finding.interval95.contains(2 * 524_288 / 60))
        #expect(finding.kind == .accumulates && finding.samples > 20 && finding.chance < 0.001)
        #expect(finding.freedShare ?? 1 < 0.25)
        let room = try #require(finding.secondsToLimit)
        #expect(room > 0 && room < Double(4 << 30) / finding.bytesPerSecond)
    }

    @Test func rateIntervalsHoldTheTruthNineteenTimesOfTwenty() {
        var inside = 0
        var count = 0
        for seed in 0..<40 {
            let found = LeakingService.fast.memory(seed: UInt64(seed)).findings(isDiurnal: false)
            guard let finding = found.last?.first else { continue }
            count += 1
            if finding.interval95.contains(10 * 524_288 / 60) { inside += 1 }
        }
        #expect(count == 40)
        // Three standard deviations of a count of 40 with 95 % each.
        #expect(inside >= 34)
    }

    @Test func staysBoundedHoweverLongItRuns() {
        var history = LeakHistory(capacity: 32)
        for number in 1...5_000 {
            history.add(LeakLook(time: Double(number), load: Double(number), liveBytes: 0, blocks: [:]))
            #expect(history.count < 32)
        }
        // From the first looks to the last one.
        #expect(history.span > 4_700 && history.count >= 15)
    }

    @Test func takesNoHarmFromNumbersThatMakeNoSense() {
        var history = LeakHistory()
        for (number, bad) in [Double.nan, .infinity, -.infinity, -1, 0, 1e308].enumerated() {
            for time in [Double(number), bad] {
                history.add(
                    LeakLook(
                        time: time,
                        load: bad,
                        liveBytes: .min,
                        residentBytes: .max,
                        memoryLimit: .max,
                        blocks: [SimulatedMemory.subject: [LeakBlock(allocatedTime: bad, objects: bad, bytes: bad)]]
                    )
                )
            }
        }
        #expect(LeakAnalysis(criteria: LeakCriteria(minimumSpan: 0)).findings(in: history).isEmpty)
    }
}
