import Foundation

/// What was used by name.
final class Usage: @unchecked Sendable {
    // Checked by hand: `lock` guards all of it.
    static let shared = Usage()

    private let lock = NSLock()
    private var nanoseconds: [String: Int] = [:]

    func add(_ nanoseconds: Int, to name: String) {
        lock.withLock { self.nanoseconds[name, default: 0] += nanoseconds }
    }

    func print() {
        lock.withLock {
            for (name, nanoseconds) in nanoseconds.sorted(by: { $0.key < $1.key }) { Swift.print(nanoseconds, name) }
        }
    }

    static func threadNanoseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
