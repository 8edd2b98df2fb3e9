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
                var buffer = [UInt8](repeating: 0, count: 4096)
                while true {
                    // Not by FileHandle, which ends the process when a signal comes in between.
                    let count = read(handle.fileDescriptor, &buffer, buffer.count)
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { break }
                    rest += buffer[..<count]
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
