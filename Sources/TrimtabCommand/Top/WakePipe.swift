import CTrimtabPlatform
import Foundation

/// A pipe within the process, for a loop that waits for several things: neither end blocks or is inherited.
struct WakePipe {
    let reader: Int32
    let writer: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        trimtab_pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        (reader, writer) = (ends[0], ends[1])
    }
}
