/// The lines of `/proc/PID/maps`, as far as they matter here.
struct Mappings {
    private(set) var files: Set<String> = []
    private(set) var count = 0
    private(set) var arenaHeaps = 0

    /// glibc's HEAP_MAX_SIZE: where an arena's heap begins and ends.
    private static let heapSize: UInt = 64 << 20

    init(_ text: String) {
        var heapStart: UInt?
        var last: UInt = 0
        for line in text.split(separator: "\n") {
            count += 1
            let fields = line.split(separator: " ", maxSplits: 5)
            guard fields.count >= 5, let dash = fields[0].firstIndex(of: "-"),
                let start = UInt(fields[0][..<dash], radix: 16),
                let end = UInt(fields[0][fields[0].index(after: dash)...], radix: 16)
            else { continue }
            let name = fields.count == 6 ? fields[5].drop { $0 == " " } : ""
            if name.hasPrefix("/") {
                files.insert(String(name.hasSuffix(" (deleted)") ? name.dropLast(10) : name))
            }
            // In use from its start on, the rest of it reserved.
            if name.isEmpty, start.isMultiple(of: Self.heapSize), fields[1].hasPrefix("rw") {
                heapStart = start
            } else if name.isEmpty, fields[1].hasPrefix("---"), start == last, let first = heapStart,
                end >= first, end - first == Self.heapSize
            {
                arenaHeaps += 1
                heapStart = nil
            }
            last = end
        }
    }
}
