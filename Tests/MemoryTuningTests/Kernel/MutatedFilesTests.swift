import Randomness
import Testing

@testable import MemoryTuning

/// Files of the kernel that were altered at random: what is read of them is what an independent reading of the same bytes
/// finds, or nothing.
struct MutatedFilesTests {
    @Test func tenThousandFilesGiveNothingWrong() throws {
        var generator = SeededGenerator(seed: 7)
        let fixture = try SystemFixture()
        let files = MutatedFile.all
        for file in files { try fixture.write(file.text, to: file.path) }
        let process = ProcessFiles(fixture.paths)
        let one = try #require(
            ControlGroup(SystemPaths(processes: "\(fixture.root)/one", controlGroups: "\(fixture.root)/v1"))
        )
        let two = try #require(
            ControlGroup(SystemPaths(processes: "\(fixture.root)/two", controlGroups: "\(fixture.root)/v2"))
        )
        let stall = try #require(MemoryStallFile(fixture.paths))
        var known = 0
        for round in 0..<12_000 {
            let file = files[round % files.count]
            let bytes = file.mutated(using: &generator)
            try fixture.write(bytes, to: file.path)
            let values = file.values(process, one, two, stall)
            let expected = file.expected(bytes)
            for (name, value) in values {
                guard let value else { continue }
                known += 1
                #expect(value == expected[name], "\(name) of \(file.path): \(String(decoding: bytes, as: UTF8.self))")
            }
            try fixture.write(file.text, to: file.path)
        }
        // Many mutations leave some values as they were.
        #expect(known > 5_000)
    }

    @Test func mutatedListsOfGroupsAndMountsLeadNowhereElse() throws {
        var generator = SeededGenerator(seed: 8)
        let fixture = try SystemFixture.versionTwo(group: "/pod/service")
        try fixture.writeGroup("/pod/service", usage: 3, max: "500")
        try fixture.writeGroup("/pod", usage: 4, max: "400")
        try fixture.write("5\n", to: "elsewhere/memory.current")
        let texts = [
            ("proc/self/cgroup", "0::/pod/service\n"),
            (
                "proc/self/mountinfo",
                "22 28 0:21 / /proc rw - proc proc rw\n30 23 0:26 / /sys/fs/cgroup rw shared:4 - cgroup2 cgroup2 rw\n"
            ),
        ]
        for _ in 0..<2_000 {
            for (path, text) in texts {
                try fixture.write(MutatedFile.mutated(Array(text.utf8), using: &generator), to: path)
                if let usage = ControlGroup(fixture.paths)?.usage() { #expect([3, 4].contains(usage)) }
                try fixture.write(text, to: path)
            }
        }
        #expect(ControlGroup(fixture.paths)?.usage() == 3)
    }

    @Test func mutatedMappingsGiveNoStackOutsideOfThem() {
        var generator = SeededGenerator(seed: 9)
        let lines = [
            "7ff7925ff000-7ff792600000 ---p 00000000 00:00 0 ",
            "7ff792600000-7ff792e00000 rw-p 00000000 00:00 0 ",
            "7fff65a23000-7fff65a44000 rw-p 00000000 00:00 0                          [stack]",
        ]
        for _ in 0..<5_000 {
            var search = StackSearch(largestStack: 8 << 20)
            for line in lines {
                let bytes = MutatedFile.mutated(Array(line.utf8), using: &generator)
                guard let mapping = MemoryMapping(bytes.span) else { continue }
                #expect(mapping.start < mapping.end)
                guard let stack = search.stack(in: mapping) else { continue }
                #expect(stack.lowerBound >= mapping.start && stack.upperBound <= mapping.end && !stack.isEmpty)
            }
        }
    }
}
