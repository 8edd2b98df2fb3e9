#if Server

import Logging
import NIOConcurrencyHelpers

/// Keeps the lines of a logger.
struct RecordingLogHandler: LogHandler {
    final class Lines: Sendable {
        private let kept = NIOLockedValueBox<[String]>([])
        var all: [String] { kept.withLockedValue { $0 } }
        func add(_ line: String) { kept.withLockedValue { $0.append(line) } }
    }

    let lines: Lines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { lines.add("\(event.message)") }

    static func logger() -> (Logger, Lines) {
        let lines = Lines()
        return (Logger(label: "test") { _ in RecordingLogHandler(lines: lines) }, lines)
    }
}

#endif
