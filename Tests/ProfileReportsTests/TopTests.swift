import Randomness
import Testing

@testable import ProfileReports

@Suite struct TopTests {
    private func snapshot(_ rows: [TopSnapshot.Row], processID: Int = 7, allocations: Int = 1_000) -> TopSnapshot {
        TopSnapshot(
            program: "Service",
            processID: processID,
            uptime: 60,
            residentBytes: 100 << 20,
            liveBytes: 50 << 20,
            allocatedBytes: allocations * 100,
            allocations: allocations,
            rows: [.types: rows],
            missing: [.pools: "There are no pools in a service of this kind, whoever looks, and however long."]
        )
    }

    private let rows: [TopSnapshot.Row] = [
        .init(name: "Small", group: "A", bytes: 10, objects: 3, allocatedBytes: 1_000),
        .init(name: "Large", group: "A", bytes: 1_000, objects: 1, allocatedBytes: 2_000),
        .init(name: "Other", place: "Other.swift:3", bytes: 500, objects: 2, allocatedBytes: 500),
    ]

    private func state() -> TopState {
        var state = TopState()
        state.add(snapshot(rows), at: 0)
        return state
    }

    private func names(_ state: TopState) -> [String] { state.rows.map(\.row.name) }

    @Test func sortsByEachColumnAndBack() {
        var state = state()
        let later = rows.map { row in
            var row = row
            row.bytes = row.name == "Small" ? 900 : row.bytes
            row.allocatedBytes = row.name == "Other" ? 9_000 : row.allocatedBytes
            return row
        }
        state.add(snapshot(later, allocations: 2_000), at: 2)
        #expect(names(state) == ["Large", "Small", "Other"])
        var orders: [TopSort: [String]] = [:]
        for _ in TopSort.allCases {
            _ = state.handle(.character("s"))
            orders[state.sort] = names(state)
        }
        #expect(orders[.objects] == ["Small", "Other", "Large"])
        #expect(orders[.rate]?.first == "Other")
        #expect(orders[.growth]?.first == "Small")
        #expect(orders[.name] == ["Large", "Other", "Small"])
        _ = state.handle(.character("r"))
        #expect(names(state) == ["Other", "Small", "Large"])
        #expect(state.allocationRate == 500)
    }

    @Test func mergesFiltersAndSelects() {
        var state = state()
        _ = state.handle(.character("m"))
        #expect(names(state) == ["A", "Other"])
        #expect(state.rows.first?.row.bytes == 1_010 && state.rows.first?.count == 2)
        _ = state.handle(.character("m"))
        for key in [TopKey.character("/"), .character("o"), .character("t"), .character("q"), .backspace, .enter] {
            #expect(state.handle(key) == nil)
        }
        #expect(names(state) == ["Other"] && state.filter == "ot")
        _ = state.handle(.escape)
        _ = state.handle(.end)
        #expect(state.selected == 2)
        _ = state.handle(.down)
        #expect(state.selected == 2)
    }

    @Test func passesOverWhatComesWhilePaused() {
        var state = state()
        _ = state.handle(.character("p"))
        state.add(snapshot([], processID: 8), at: 1)
        #expect(state.snapshot?.processID == 7 && state.rows.count == 3)
        _ = state.handle(.character(" "))
        state.add(snapshot(rows, processID: 8), at: 2)
        #expect(state.note == "restarted: process 8 in place of 7")
        #expect(state.rows.first?.series.points.count == 1)
    }

    @Test(arguments: [20, 40, 60, 80, 200], [4, 8, 24, 60])
    func fitsAnyTerminal(width: Int, height: Int) {
        var state = state()
        var generator = SeededGenerator(seed: UInt64(width * 100 + height))
        let odd = (0..<50).map { number in
            TopSnapshot.Row(
                name: String(repeating: ["a", "漢", "é", "👩‍👩‍👧"][number % 4], count: number),
                place: "file.swift:\(number)",
                bytes: Double.random(in: -1...1e30, using: &generator),
                objects: [.nan, .infinity, -1, 1e300][number % 4],
                allocatedBytes: .nan,
                samples: .max
            )
        }
        state.add(snapshot(odd), at: 1)
        state.add(snapshot(odd), at: 2)
        let keys: [TopKey] =
            TopView.allCases.map { .character($0.key) } + [.character("1"), .character("m"), .character("?")]
        for key in keys {
            _ = state.handle(key)
            let lines = TopScreen(isColored: false, width: width, height: height).lines(state)
            #expect(lines.count == height)
            for line in lines { #expect(DisplayWidth.of(line) <= width, "\(line)") }
        }
    }

    @Test func namesEveryKeyOfTheHelpThatItUses() {
        let help = TopHelp.text
        for key in ["1-6", "Tab", "s", "r", "/", "m", "p", "n", "+ -", "Ctrl-L", "?", "q"] {
            #expect(help.contains(key))
        }
    }

    @Test func writesOneLineOfJSON() throws {
        let text = String(decoding: try TopJSON(snapshot(rows), top: 2).bytes(), as: UTF8.self)
        #expect(!text.contains("\n") && text.contains("\"Large\"") && !text.contains("\"Small\""))
        #expect(text.contains("\"memoryLimit\":null") && text.contains("\"missing\":{\"pools\":\"There are no pools"))
    }

    @Test func tellsKeysHoweverTheirBytesArrive() {
        let bytes = Array("a\u{1b}[A\u{1b}[5~\u{1b}OB\u{1b}[1;5C漢\u{7f}\t\r\u{3}".utf8)
        let wanted: [TopKey] = [
            .character("a"), .up, .pageUp, .down, .character("漢"), .backspace, .tab, .enter, .control("c"),
        ]
        for size in 1...bytes.count {
            var reader = TopKeyReader()
            var keys: [TopKey] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                keys += reader.keys(Array(bytes[start..<min(bytes.count, start + size)]), isLast: false)
            }
            #expect(keys == wanted, "\(size)")
        }
        var reader = TopKeyReader()
        #expect(reader.keys([0x1b], isLast: true) == [.escape])
    }

    @Test func takesNoHarmFromAnyBytes() {
        var generator = SeededGenerator(seed: 5)
        var reader = TopKeyReader()
        var state = state()
        for _ in 0..<3_000 {
            let bytes = (0..<Int.random(in: 1...8, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            for key in reader.keys(bytes, isLast: generator.chance(50)) { _ = state.handle(key) }
        }
        #expect(TopScreen(isColored: true, width: 80, height: 24).lines(state).count == 24)
    }
}
