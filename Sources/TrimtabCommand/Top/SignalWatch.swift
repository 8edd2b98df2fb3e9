import Foundation

/// Signals that come as bytes of a pipe, for a loop that waits for several things.
struct SignalWatch {
    /// Can be read when a signal came.
    let descriptor: Int32

    private static let signals = [
        SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGWINCH, SIGUSR1, SIGUSR2, SIGALRM, SIGPIPE, SIGABRT,
    ]

    /// The pipe's end that the handler writes to. Set once, before any handler is.
    nonisolated(unsafe) private static var writer: Int32 = -1

    init() {
        let pipe = WakePipe()
        descriptor = pipe.reader
        Self.writer = pipe.writer
        for number in Self.signals {
            signal(number) { number in
                let saved = errno
                var byte = UInt8(truncatingIfNeeded: number)
                _ = write(SignalWatch.writer, &byte, 1)
                errno = saved
            }
        }
    }

    /// The next signal that came; nil if there is none.
    func next() -> Int32? {
        var byte: UInt8 = 0
        return read(descriptor, &byte, 1) == 1 ? Int32(byte) : nil
    }

    /// Ends the process as the signal does by default.
    static func end(by number: Int32) -> Never {
        signal(number, SIG_DFL)
        kill(getpid(), number)
        // Delivered by now, unless it is blocked.
        exit(128 + number)
    }
}
