/// How many pieces of work may be under way: a window as in TCP's congestion control, with memory in place of the network.
///
/// It starts small, since nothing is known of what the work takes. It grows by one with each piece that ends while others
/// wait and memory is not scarce; by an eighth if none ends, for work that lasts for hours often takes next to nothing; and
/// is halved when memory is scarce. What was not made use of is not trusted: work may have become of another kind since
/// (RFC 7661). And while memory is elevated, no more than the first few are tried, one more each time.
struct AdmissionWindow {
    private static let validity = Duration.seconds(10)
    private static let haste = Duration.milliseconds(100)
    private static let largest = 1 << 16

    let initial: Int
    private(set) var size: Int
    private var halvedAt: Duration?
    /// When it grew last, or the first of those who wait came.
    private var grownAt: Duration?
    /// The most that were under way since the last validation, and when the next is due.
    private var used = (most: 0, until: validity)

    init(initial: Int) {
        self.initial = min(initial, Self.largest)
        size = self.initial
    }

    mutating func started(underWay: Int, at now: Duration, _ pressure: MemoryPressure) {
        used.most = max(used.most, underWay)
        guard now >= used.until else { return }
        let least =
            switch pressure {
            case .nominal: initial
            case .elevated: min(initial, size + 1)
            case .critical: min(initial, size)
            }
        size = max(least, min(size, 2 * used.most))
        used = (underWay, now + Self.validity)
    }

    mutating func ended(othersWait: Bool, at now: Duration, _ pressure: MemoryPressure) {
        if othersWait, pressure == .nominal { grow(by: 1, at: now) }
    }

    /// The first of those who wait has come.
    mutating func waitBegins(at now: Duration) { grownAt = now }

    /// Others wait still, perhaps for what will not end.
    mutating func waits(at now: Duration, _ pressure: MemoryPressure) {
        guard pressure == .nominal, let grownAt, now - grownAt >= Self.haste else { return }
        grow(by: max(size / 8, 1), at: now)
    }

    private mutating func grow(by count: Int, at now: Duration) {
        size = min(size + count, Self.largest)
        grownAt = now
    }

    /// Memory has become critical.
    mutating func halve(at now: Duration) {
        if let halvedAt, now - halvedAt < Self.haste { return }
        halvedAt = now
        size = max(size / 2, 1)
    }
}
