internal import Foundation

/// Time as experiments need it.
enum Clock {
    /// Seconds since some moment; never set back.
    static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Waits so many seconds, or until a signal comes.
    static func pause(_ seconds: Double) {
        let whole = max(0, min(seconds, 3600))
        var time = timespec(tv_sec: Int(whole), tv_nsec: Int((whole - whole.rounded(.down)) * 1e9))
        nanosleep(&time, nil)
    }
}
