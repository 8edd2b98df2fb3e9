#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What the kernel says by its exact and slow files, in bytes.
enum KernelFigures {
    static func read() -> [(String, Int?)] {
        let rollup = text("/proc/self/smaps_rollup")
        let group = text("/proc/self/cgroup").split(separator: "\n").map { $0.split(separator: ":", maxSplits: 2) }
        let name = group.first { $0.count == 3 && $0[1] == "memory" }.map { String($0[2]) } ?? ""
        let usage = text("/sys/fs/cgroup/memory\(name)/memory.usage_in_bytes")
        return [
            ("resident", kilobytes("Rss:", in: rollup)),
            ("anonymous", kilobytes("Anonymous:", in: rollup)),
            ("swap", kilobytes("Swap:", in: rollup)),
            ("usage", Int(usage.split(separator: "\n").first ?? "")),
            ("descriptors", entries("/proc/self/fd")),
            ("threads", entries("/proc/self/task")),
        ]
    }

    private static func kilobytes(_ name: String, in text: String) -> Int? {
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
    }

    private static func text(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 65536)
        let length = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<length], as: UTF8.self)
    }

    /// Without that by which they are read.
    private static func entries(_ path: String) -> Int? {
        guard let folder = opendir(path) else { return nil }
        defer { closedir(folder) }
        var count = path.hasSuffix("fd") ? -1 : 0
        while let entry = readdir(folder) {
            if entry.pointee.d_name.0 != CChar(bitPattern: UInt8(ascii: ".")) { count += 1 }
        }
        return count
    }
}
