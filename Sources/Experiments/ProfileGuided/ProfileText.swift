/// A merged profile in the text form of llvm-profdata.
struct ProfileText {
    /// How many times as often everything is said to have run that did run.
    private static let scale: UInt64 = 1_000
    /// Sums of counts must not overflow, in the compiler either.
    private static let largestCount: UInt64 = 1 << 50

    private(set) var text: String

    init(_ text: String) {
        self.text = text
    }

    /// Says of what never ran that it ran once, and of all else that it ran a thousand times as often: shares stay.
    ///
    /// The optimizer of Swift 6.3 divides by the count of each branch, and its own check ends it where that is 0, which is
    /// wherever the workload did not come (swiftlang/swift#84432).
    ///
    /// Ends each function's counts with `$0`, no bytes of a bitmap: else the name that follows is read as their number, since
    /// Swift's names begin with `$`.
    mutating func removeZeros() {
        var isCount = false
        var lines: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if isCount, let count = UInt64(line) {
                lines.append(Substring(String(min(count, Self.largestCount) * Self.scale + 1)))
                continue
            }
            if isCount { lines.append("$0") }
            isCount = line.hasPrefix("# Counter Values:")
            lines.append(line)
        }
        text = lines.joined(separator: "\n")
    }
}
