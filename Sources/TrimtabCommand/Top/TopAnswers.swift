import Foundation
import ProfileReports
import Synchronization

/// Hands what was read from the thread that reads to the one that draws.
final class TopAnswers: Sendable {
    private let latest = Mutex<Result<TopSnapshot, TopTrouble>?>(nil)
    private let writer: Int32
    /// Can be read when there is an answer.
    let descriptor: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (descriptor, writer) = (ends[0], ends[1])
    }

    func put(_ answer: Result<TopSnapshot, TopTrouble>) {
        latest.withLock { $0 = answer }
        var byte: UInt8 = 1
        _ = write(writer, &byte, 1)
    }

    func take() -> Result<TopSnapshot, TopTrouble>? {
        var byte: UInt8 = 0
        while read(descriptor, &byte, 1) == 1 {}
        return latest.withLock { answer in
            defer { answer = nil }
            return answer
        }
    }
}
