internal import Foundation

/// Resident memory and CPU time of all processes of a group, from `/proc`.
struct GroupMemory {
    private let group: Int32
    private var members: [Int32] = []
    private var nextSearch = 0.0
    private let pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))
    private let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))

    /// Seconds between two searches for new members: a search reads a file of each process of the machine.
    private static let searchInterval = 1.0

    init(group: Int32) {
        self.group = group
    }

    /// Bytes in memory; nil if no process is left.
    mutating func resident() -> Int? {
        search()
        let sizes = members.compactMap { Self.text("/proc/\($0)/statm")?.split(separator: " ").dropFirst().first }
        let pages = sizes.compactMap { Int($0) }
        return pages.isEmpty ? nil : pages.reduce(0, +) * pageSize
    }

    /// CPU seconds and page faults so far, of members that live.
    mutating func used() -> (cpuSeconds: Double, faults: Int)? {
        search()
        let all = members.compactMap(Self.stat)
        guard !all.isEmpty else { return nil }
        let ticks = all.reduce(0.0) { $0 + (Double($1[11]) ?? 0) + (Double($1[12]) ?? 0) }
        let faults = all.reduce(0) { $0 + (Int($1[7]) ?? 0) + (Int($1[9]) ?? 0) }
        return (ticks / max(ticksPerSecond, 1), faults)
    }

    private mutating func search() {
        let now = Clock.now
        guard now >= nextSearch else { return }
        nextSearch = now + Self.searchInterval
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        members = names.compactMap { Int32($0) }.filter { id in
            id == group || Self.stat(id).map { $0[2] == "\(group)" } == true
        }
    }

    /// The fields of `stat` behind the program's name: state, parent, group and so on (proc(5)), 22 at least.
    private static func stat(_ id: Int32) -> [Substring]? {
        guard let text = text("/proc/\(id)/stat"), let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        return fields.count >= 22 ? fields : nil
    }

    private static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
