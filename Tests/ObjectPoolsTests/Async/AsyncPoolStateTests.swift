import Testing

@testable import ObjectPools

/// The rules alone, without tasks or threads: the same schedule for the same seed.
struct AsyncPoolStateTests {
    @Test(arguments: 0..<200)
    func aRandomScheduleKeepsToTheRules(seed: Int) {
        var schedule = RandomSchedule(seed: seed)
        for _ in 0..<400 { schedule.step() }
        schedule.end()
    }
}
