import InMemoryLogging
import Logging

/// What was logged, line by line.
struct LogLines: Sendable {
    private let handler = InMemoryLogHandler()

    var logger: Logger {
        var logger = Logger(label: "test") { _ in handler }
        logger.logLevel = .debug
        return logger
    }

    func contain(_ text: String) -> Bool {
        handler.entries.contains { "\($0.level): \($0.message)".contains(text) }
    }
}
