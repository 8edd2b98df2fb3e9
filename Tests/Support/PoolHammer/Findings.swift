internal import Foundation

/// What the threads of a hammer found and did.
final class Findings: @unchecked Sendable {
    private let lock = NSLock()
    private var texts: [String] = []
    private(set) var gets = 0
    private(set) var puts = 0

    var all: [String] { lock.withLock { texts } }

    func expect(_ condition: Bool, _ text: @autoclosure () -> String) {
        if condition { return }
        let text = text()
        lock.withLock { texts.append(text) }
    }

    func add(gets: Int, puts: Int) {
        lock.withLock {
            self.gets += gets
            self.puts += puts
        }
    }
}
