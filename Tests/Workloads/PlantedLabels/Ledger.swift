import Foundation

/// What was used by label.
final class Ledger: @unchecked Sendable {
    // Checked by hand: `lock` guards all of it.
    static let shared = Ledger()

    private let lock = NSLock()
    private var used: [String: (bytes: Int, nanoseconds: Int)] = [:]

    func add(bytes: Int, nanoseconds: Int, to label: String) {
        lock.withLock {
            used[label, default: (0, 0)].bytes += bytes
            used[label, default: (0, 0)].nanoseconds += nanoseconds
        }
    }

    func print() {
        lock.withLock {
            for (label, use) in used.sorted(by: { $0.key < $1.key }) { Swift.print(use.bytes, use.nanoseconds, label) }
        }
    }

    static func threadNanoseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
