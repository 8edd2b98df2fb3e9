import Foundation
import Synchronization

/// What is being done, on standard error: one line that changes on a terminal, lines elsewhere.
final class ProgressLine: Sendable {
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let isShown = Mutex(false)

    func show(_ text: String) {
        guard isTerminal else {
            StandardError.warn(text)
            return
        }
        isShown.withLock { shown in
            shown = true
            StandardError.write("\r\u{1b}[K\(text.prefix(100))")
        }
    }

    /// Leaves the line for others.
    func clear() {
        isShown.withLock { shown in
            if shown { StandardError.write("\r\u{1b}[K") }
            shown = false
        }
    }
}
