import Foundation

/// What `/proc` says about this process.
enum ProcessFilesystem {
    /// The path by which another process reaches an open file of this one.
    ///
    /// The id is the one that `/proc` itself uses: in a new process namespace with the old `/proc`, `getpid` differs.
    static func path(of descriptor: Int32) throws -> String {
        guard let id = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self") else {
            throw CommandError(.system, "/proc is not mounted: the program hands over its recording there; mount it")
        }
        return "/proc/\(id)/fd/\(descriptor)"
    }

    /// The largest resident set size that this process had, in bytes; 0 if unknown.
    static func peakResidentBytes() -> Int {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kibibytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
        return (kibibytes ?? 0) * 1024
    }
}
