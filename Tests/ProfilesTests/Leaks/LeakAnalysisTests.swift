import Foundation
import Testing

@testable import Profiles

@Suite struct LeakAnalysisTests {
    /// More in a soak: `LEAK_REPEATS=1000`.
    static let repeats = Int(ProcessInfo.processInfo.environment["LEAK_REPEATS"] ?? "") ?? 15

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
            let found = service.memory(seed: UInt64(seed)).findings(isDiurnal: service.isDiurnal)
            if found.last?.isEmpty != false { missed.append(seed) }
        }
        #expect(missed.isEmpty)
    }
}
