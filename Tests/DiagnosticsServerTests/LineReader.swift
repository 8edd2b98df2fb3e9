#if Server

import Foundation

/// Lines that a process writes.
final class LineReader: Sendable {
    struct Ended: Error {}

    private let lines: AsyncStream<String>

    init(_ handle: FileHandle) {
        lines = AsyncStream { continuation in
            Thread.detachNewThread {
                var rest: [UInt8] = []
                while case let data = handle.availableData, !data.isEmpty {
                    rest += data
                    while let end = rest.firstIndex(of: 10) {
                        continuation.yield(String(decoding: rest[..<end], as: UTF8.self))
                        rest.removeSubrange(...end)
                    }
                }
                continuation.finish()
            }
        }
    }

    func first(where isWanted: (String) -> Bool) async throws -> String {
        for await line in lines where isWanted(line) { return line }
        throw Ended()
    }
}

#endif
