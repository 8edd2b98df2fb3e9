internal import CTrimtabPlatform

/// Turns the recording's monotonic nanoseconds into seconds after its start.
struct RecordingClock {
    private let start: UInt64

    init(header: trimtab_header) {
        start = header.start_time
    }

    /// 0 for times before the start, and for times that were never set.
    func seconds(_ time: UInt64) -> Double {
        time > start ? Double(time - start) / 1e9 : 0
    }
}
