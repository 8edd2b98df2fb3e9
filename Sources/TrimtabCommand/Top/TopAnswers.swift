import Foundation
import ProfileReports
import Synchronization

/// Hands what was read from the thread that reads to the one that draws.
final class TopAnswers: Sendable {
    private let latest = Mutex<Result<TopSnapshot, TopTrouble>?>(nil)
    private let pipe = WakePipe()

    /// Can be read when there is an answer.
    var descriptor: Int32 { pipe.reader }

    func put(_ answer: Result<TopSnapshot, TopTrouble>) {
        latest.withLock { $0 = answer }
        var byte: UInt8 = 1
        _ = write(pipe.writer, &byte, 1)
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
