/// What AllocationStress counted itself.
struct StressCounts {
    var allocations: Int
    var deallocations: Int
    var bytes: Int
    /// How often each kind of thing was done, if everything was.
    var activities: [String: Int] = [:]

    /// Reads the lines of names and numbers that the stress ends with.
    init?(_ output: String) {
        let words = output.split(whereSeparator: \.isWhitespace).map(String.init)
        var numbers: [String: Int] = [:]
        for (name, number) in zip(words, words.dropFirst()) {
            if let number = Int(number) { numbers[name] = number }
        }
        guard let allocations = numbers.removeValue(forKey: "allocations"),
            let deallocations = numbers.removeValue(forKey: "deallocations"),
            let bytes = numbers.removeValue(forKey: "bytes")
        else { return nil }
        self.allocations = allocations
        self.deallocations = deallocations
        self.bytes = bytes
        activities = numbers
    }
}
