/// What a step has yielded, and whether it is worth another try.
///
/// Each try without a yield doubles the time until the next. After three in a row a step that searches the heap rests until
/// the heap has churned: as long as the same blocks lie where they lay, it would search the same pages in vain.
///
/// Each try in a row of which the yield came back at once doubles the time until the next as well.
struct StepHistory {
    /// Tries without a yield after which a step rests.
    static let patience = 3
    private static let firstPause = Duration.seconds(1)
    private static let longestPause = Duration.seconds(600)
    private static let pauseWithCause = Duration.seconds(4)
    /// A yield below this part of what is resident is none.
    private static let leastYield = 0.005
    private static let leastYieldBytes = 256 << 10
    /// How strongly the last try counts.
    private static let weight = 0.3

    /// Whether it ever rests. What costs next to nothing does not: time alone keeps it back.
    let canRest: Bool
    /// Bytes released per millisecond, less what had to be fetched again; nil before the first try.
    private(set) var yield: Double?
    /// Tries in a row without a yield.
    private(set) var failures = 0
    /// Tries in a row of which at least half of the yield came right back.
    private(set) var refaults = 0
    /// Bytes, over all tries.
    private(set) var released = 0
    /// Bytes that came back right after a try, over all tries.
    private(set) var refaulted = 0
    /// Time spent, over all tries, with that of the faults it caused.
    private(set) var time = Duration.zero
    private(set) var tries = 0

    /// How long it waits, and since when.
    private var pause = Duration.zero
    private var pausedSince = Duration.zero
    private var churnAtLastTry = HeapChurn()
    /// How often it was tried after a rest, and in vain.
    private var vainRests = 0

    init(canRest: Bool = true) {
        self.canRest = canRest
    }

    /// Whether it waits for the heap to churn.
    var isResting: Bool { canRest && failures >= Self.patience }

    /// Whether so many bytes are worth a try.
    /// - Parameter resident: Bytes in memory.
    static func isYield(_ bytes: Int, resident: Int) -> Bool {
        bytes >= max(Int(Double(resident) * leastYield), leastYieldBytes)
    }

    /// - Parameters:
    ///   - resident: Bytes in memory.
    ///   - isEmergency: Then a pause keeps only those back that rest, and churn none.
    func isDue(at now: Duration, churn: HeapChurn, resident: Int, isEmergency: Bool = false) -> Bool {
        if isEmergency, !isResting { return true }
        guard !isPaused(at: now) else { return false }
        guard isResting, !isEmergency else { return true }
        // Each rest in vain asks for twice the churn.
        let wanted = Double(resident) / 4 * Double(1 << min(vainRests, 10))
        return Double(churn.since(churnAtLastTry)) >= wanted
    }

    /// Whether it was tried too short a time ago.
    /// - Parameter hasCause: Whether something was given up since that it may find: then no long pause is kept.
    func isPaused(at now: Duration, hasCause: Bool = false) -> Bool {
        let pause = hasCause ? min(pause, Self.pauseWithCause) : pause
        // Where the clock has gone back nobody knows how long it was.
        return now >= pausedSince && now - pausedSince < pause
    }

    /// - Parameter isOnRequest: Whether somebody asked for it, or a step before it gave something up: what is in vain then makes
    ///   it rest, and no longer than it would.
    mutating func ran(
        released bytes: Int,
        took time: Duration,
        at now: Duration,
        churn: HeapChurn,
        resident: Int,
        isOnRequest: Bool = false
    ) {
        tries += 1
        released.addGivenUp(bytes)
        self.time += time
        churnAtLastTry = churn
        let milliseconds = max(time / .milliseconds(1), 0.001)
        yield = Self.mean(of: yield, with: Double(bytes) / milliseconds)
        if Self.isYield(bytes, resident: resident) {
            // Whether it stays released is known only after a while, so refaults stand.
            failures = 0
            vainRests = 0
            wait(.zero, from: now)
        } else {
            if isOnRequest {
                failures = max(failures, min(failures + 1, Self.patience))
            } else {
                if isResting { vainRests += 1 }
                failures += 1
            }
            wait(Self.pause(after: failures - 1), from: now)
        }
    }

    /// Charges the step for pages that had to be fetched again right after it.
    ///
    /// - Parameters:
    ///   - bytes: The pages' bytes; 0 if none had to be.
    ///   - time: What fetching them took.
    ///   - last: Bytes that the last try released.
    mutating func charge(refaulted bytes: Int, took time: Duration, of last: Int, at now: Duration) {
        guard last > 0 else { return }
        refaulted += bytes
        self.time += time
        yield = yield.map { $0 * max(1 - Double(bytes) / Double(last), 0) }
        // What comes back at once had better stayed.
        if bytes * 2 >= last {
            refaults += 1
            wait(max(Self.pause(after: refaults), pause - (now - pausedSince)), from: now)
        } else if failures == 0 {
            refaults = 0
        }
    }

    private mutating func wait(_ pause: Duration, from now: Duration) {
        (self.pause, pausedSince) = (pause, now)
    }

    private static func pause(after doublings: Int) -> Duration {
        min(firstPause * (1 << min(doublings, 20)), longestPause)
    }

    private static func mean(of old: Double?, with new: Double) -> Double {
        guard let old else { return new }
        return old + weight * (new - old)
    }
}
