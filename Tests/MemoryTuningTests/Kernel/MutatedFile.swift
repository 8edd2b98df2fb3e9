import Foundation
import Randomness

@testable import MemoryTuning

/// A file of the kernel's that is altered at random, and how else it can be read.
struct MutatedFile: Sendable {
    let path: String
    let text: String
    /// What our readers find.
    let values: @Sendable (ProcessFiles, ControlGroup, ControlGroup, MemoryStallFile) -> [(String, Int?)]
    /// What an independent reading finds.
    let expected: @Sendable ([UInt8]) -> [String: Int]

    static let all: [MutatedFile] = [
        MutatedFile(path: "proc/self/statm", text: "1000 300 100 5 0 123 0\n") { process, _, _, _ in
            let memory = process.core()
            return [("virtual", memory.virtual), ("resident", memory.resident), ("anonymous", memory.anonymous)]
        } expected: { bytes in
            let fields = fields(bytes)
            let page = Int(sysconf(Int32(_SC_PAGESIZE)))
            var found: [String: Int] = [:]
            found["virtual"] = fields[0].flatMap { pages($0, page) }
            found["resident"] = fields[1].flatMap { pages($0, page) }
            if let resident = fields[1], let shared = fields[2] { found["anonymous"] = pages(resident - shared, page) }
            return found
        },
        MutatedFile(path: "proc/self/status", text: "Name:\tx\nVmHWM:\t  2048 kB\nVmSwap:\t 12 kB\nThreads:\t7\n") {
            process,
            _,
            _,
            _ in
            let memory = process.memory()
            return [("VmHWM:", memory.peak), ("VmSwap:", memory.swap), ("Threads:", memory.threads)]
        } expected: { bytes in
            var found = lines(bytes)
            for name in ["VmHWM:", "VmSwap:"] { found[name] = found[name].flatMap { pages($0, 1024) } }
            return found
        },
        keyed("two", "v2/service/memory.stat", "anon 100\nfile 150\ninactive_file 120\nactive_file 30\n") { two in
            [("inactive_file", two.inactiveFile())]
        },
        keyed("two", "v2/service/memory.events", "low 0\nhigh 4\nmax 3\noom 2\noom_kill 1\n") { two in
            let events = two.events()
            return [
                ("high", events.high), ("max", events.max), ("oom", events.outOfMemory), ("oom_kill", events.kills),
            ]
        },
        keyed(
            "one",
            "v1/memory/service/memory.stat",
            "cache 1\nhierarchical_memory_limit 1500\ntotal_inactive_file 120\n"
        ) { one in
            [("hierarchical_memory_limit", one.limit().max), ("total_inactive_file", one.inactiveFile())]
        },
        keyed("one", "v1/memory/service/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n") { one in
            [("oom_kill", one.events().kills)]
        },
        single("v2/service/memory.current", "38535168\n") { _, two in two.usage() },
        single("v2/service/memory.max", "536870912\n") { _, two in two.limit().max },
        single("v2/service/memory.high", "36870912\n") { _, two in two.limit().high },
        single("v1/memory/service/memory.usage_in_bytes", "38535168\n") { one, _ in one.usage() },
        MutatedFile(
            path: "proc/pressure/memory",
            text:
                "some avg10=0.31 avg60=12.50 avg300=9.00 total=1234567\nfull avg10=0.00 avg60=0.07 avg300=0.00 total=7\n"
        ) { _, _, _, stall in
            let read = stall.read()
            return [("some", read?.some.map { Int($0.total / .microseconds(1)) })]
        } expected: { bytes in
            var found: [String: Int] = [:]
            for line in split(bytes) where line.starts(with: Array("some ".utf8)) {
                let words = String(decoding: line, as: UTF8.self).split(
                    separator: " ",
                    omittingEmptySubsequences: false
                )
                if words.count >= 5, words[4].hasPrefix("total="), found["some"] == nil {
                    found["some"] = Int(words[4].dropFirst(6))
                }
            }
            return found
        },
        // Never altered in what counts here: what the readers need to begin.
        MutatedFile(path: "one/self/cgroup", text: "4:memory:/service\n") { _, _, _, _ in
            []
        } expected: { _ in
            [:]
        },
        MutatedFile(path: "two/self/cgroup", text: "0::/service\n") { _, _, _, _ in
            []
        } expected: { _ in
            [:]
        },
    ]

    // MARK: Altering

    func mutated(using generator: inout SeededGenerator) -> [UInt8] {
        Self.mutated(Array(text.utf8), using: &generator)
    }

    /// One to four bytes are changed, left out or put in, a part is doubled, or the end is cut off.
    static func mutated(_ original: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        let telling = Array("0123456789 \n\t-.:kBmax/=%".utf8) + [0, 255, 13]
        var bytes = original
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            let byte = telling.randomElement(using: &generator) ?? 0
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: bytes[place] = byte
            case 1: bytes.insert(byte, at: place)
            case 2: bytes.remove(at: place)
            case 3: bytes.removeSubrange(place...)
            case 4: bytes.insert(contentsOf: bytes[place...].prefix(30), at: place)
            default: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            }
        }
        return bytes
    }

    // MARK: Reading it otherwise

    private static func keyed(
        _ version: String,
        _ path: String,
        _ text: String,
        _ values: @escaping @Sendable (ControlGroup) -> [(String, Int?)]
    ) -> MutatedFile {
        MutatedFile(path: path, text: text) { _, one, two, _ in
            values(version == "one" ? one : two)
        } expected: {
            lines($0)
        }
    }

    private static func single(
        _ path: String,
        _ text: String,
        _ value: @escaping @Sendable (ControlGroup, ControlGroup) -> Int?
    ) -> MutatedFile {
        MutatedFile(path: path, text: text) { _, one, two, _ in
            [("value", value(one, two))]
        } expected: { bytes in
            guard bytes.last == UInt8(ascii: "\n"), let value = digits(bytes.dropLast()) else { return [:] }
            return ["value": value]
        }
    }

    private static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        // What has no newline behind it was cut.
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
    }

    private static func digits(_ bytes: ArraySlice<UInt8>) -> Int? {
        bytes.allSatisfy { (48...57).contains($0) } ? Int(String(decoding: bytes, as: UTF8.self)) : nil
    }

    /// The number behind the first word of each line; the first line of a name counts.
    private static func lines(_ bytes: [UInt8]) -> [String: Int] {
        var found: [String: Int] = [:]
        var seen: Set<String> = []
        // Of a line that was cut, a number with a blank behind it is whole.
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let words = line.split { $0 == 32 || $0 == 9 }
            guard let first = words.first, line.first == first.first, line.count > first.count else { continue }
            let name = String(decoding: first, as: UTF8.self)
            guard seen.insert(name).inserted else { continue }
            if words.count > 1 { found[name] = digits(words[1]) }
        }
        return found
    }

    private static func fields(_ bytes: [UInt8]) -> [Int?] {
        let line = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[0]
        let words = line.split(omittingEmptySubsequences: false) { $0 == 32 }.map { word in
            digits(word.split(omittingEmptySubsequences: false) { $0 == 9 }[0])
        }
        return words + [nil, nil, nil]
    }

    private static func pages(_ count: Int, _ size: Int) -> Int? {
        let (product, overflow) = count.multipliedReportingOverflow(by: size)
        return overflow ? nil : product
    }
}
