import Foundation
import ProfileReports
import TrimtabCommands

/// `trimtab top --json`: a line of JSON for each look.
struct TopStream {
    let source: any TopSource
    let interval: Double
    /// Looks; nil for no end.
    let count: Int?
    let top: Int

    /// Ends with the process, with `count`, or when nobody reads any more.
    func run() throws {
        var left = count
        while left != 0 {
            let source = source
            let answer = Waiting.run { () -> Result<TopSnapshot, TopTrouble> in
                do throws(TopTrouble) { return .success(try await source.read()) } catch { return .failure(error) }
            }
            let line: [UInt8]
            switch answer {
            case .success(let snapshot): line = try TopJSON(snapshot, top: top).bytes()
            case .failure(let trouble):
                line = try TopJSON(trouble: trouble.description).bytes()
                if trouble.isForGood { left = 1 }
            }
            guard writeAll(String(decoding: line, as: UTF8.self) + "\n", to: STDOUT_FILENO) else { return }
            left = left.map { $0 - 1 }
            if left != 0 { usleep(UInt32(interval * 1e6)) }
        }
    }
}
