import MemoryTuning
import Testing

struct MemoryLimitTests {
    @Test(arguments: [
        ("auto", MemoryLimit.automatic), ("AUTO", .automatic), ("off", .off), ("512MiB", .bytes(512 << 20)),
        ("90%", .percent(90)), ("62.5%", .percent(62.5)), ("1073741824", .bytes(1 << 30)),
    ])
    func readsLimitsAsPeopleWriteThem(text: String, limit: MemoryLimit) throws {
        #expect(try MemoryLimit(parsing: text) == limit)
    }

    @Test(arguments: [
        "", "nonsense", "-1", "0", "1KiB", "0%", "101%", "-5%", "nan%", "inf%", "%", "512 MiB", "9999999999G",
    ])
    func refusesNonsenseAndSaysWhatIsAllowed(text: String) {
        let error = #expect(throws: MemoryTuningError.self) { try MemoryLimit(parsing: text) }
        #expect(error?.code == .invalidSetting)
        #expect(error?.description.contains("memory limit: ") == true)
        #expect(error?.description.contains("give a size of 1MiB or more") == true)
    }

    @Test(arguments: [("100", GrowthTrigger.percent(100)), ("50%", .percent(50)), ("off", .off)])
    func readsGrowthTriggers(text: String, trigger: GrowthTrigger) throws {
        #expect(try GrowthTrigger(parsing: text) == trigger)
    }

    @Test(arguments: ["", "0", "-1", "10001", "1.5", "many"])
    func refusesTriggersThatMakeNoSense(text: String) {
        let error = #expect(throws: MemoryTuningError.self) { try GrowthTrigger(parsing: text) }
        #expect(error?.description.contains("give percent from 1 to 10000, or off") == true)
    }
}
