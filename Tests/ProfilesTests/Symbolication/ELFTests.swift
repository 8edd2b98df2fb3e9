import Damage
import Randomness
import Testing

@testable import Profiles

@Suite struct ELFTests {
    private let builder: ELFBuilder = {
        var builder = ELFBuilder()
        builder.functions = [("second", 0x200, 0x10), ("first", 0x100, 0x80), ("unsized", 0x300, 0)]
        return builder
    }()

    private func file(_ builder: ELFBuilder) throws -> ELFFile {
        try #require(ELFFile(source: ByteSource(bytes: builder.bytes())))
    }

    @Test func readsTheBuildID() throws {
        #expect(try file(builder).buildID == Array(1...20))
    }

    @Test(arguments: [".symtab", ".dynsym"])
    func findsTheFunctionAroundAnAddress(section: String) throws {
        var builder = builder
        builder.symbolSection = section
        let names = ELFSymbolTable(try file(builder)).names(at: [0x999, 0x100, 0x17f, 0x180, 0x20f, 0xff, 0x100])
        #expect(names == [0x100: "first", 0x17f: "first", 0x20f: "second", 0x999: "unsized"])
    }

    @Test func tellsVariablesFromFunctions() throws {
        var builder = builder
        builder.objects = [("counter", 0x1000, 8), ("table", 0x1010, 0x100)]
        let symbols = ELFSymbolTable(try file(builder))
        let names = symbols.names(at: [0x100, 0x1007, 0x1008, 0x1080], of: .objects)
        #expect(names == [0x1007: "counter", 0x1080: "table"])
        #expect(symbols.names(at: [0x100, 0x1007]).values.contains("first"))
        // Without any, what else stands in the table is no variable.
        #expect(ELFSymbolTable(try file(self.builder)).names(at: [0x100], of: .objects).isEmpty)
    }

    @Test func findsAmongManyFunctionsWhatALookAtEachFinds() throws {
        var generator = SeededGenerator(seed: 29)
        for _ in 0..<100 {
            var builder = ELFBuilder()
            for number in 0..<Int.random(in: 1...60, using: &generator) {
                let start = UInt64.random(in: 0..<400, using: &generator)
                guard !builder.functions.contains(where: { $0.1 == start }) else { continue }
                builder.functions.append(("f\(number)", start, UInt64.random(in: 0..<20, using: &generator)))
            }
            let addresses = (0..<40).map { _ in UInt64.random(in: 0..<500, using: &generator) }
            let names = ELFSymbolTable(try file(builder)).names(at: addresses)
            for address in addresses {
                let last = builder.functions.filter { $0.1 <= address }.max { $0.1 < $1.1 }
                let expected = last.flatMap { $0.2 == 0 || address - $0.1 < $0.2 ? $0.0 : nil }
                #expect(names[address] == expected)
            }
        }
    }

    @Test func tellsWhetherThereIsDebugInformation() throws {
        #expect(!(try file(builder).hasDebugInformation))
        var builder = builder
        builder.extraSections = [".debug_line"]
        #expect(try file(builder).hasDebugInformation)
    }

    @Test func refusesOtherFiles() {
        #expect(ELFFile(source: ByteSource(bytes: [])) == nil)
        #expect(ELFFile(source: ByteSource(bytes: Array("#!/bin/sh\n".utf8))) == nil)
        #expect(ELFFile(path: "/nonexistent/file") == nil)
    }

    @Test func survivesDamage() {
        let original = builder.bytes()
        var generator = SeededGenerator(seed: 11)
        var read = 0
        for _ in 0..<4000 {
            var bytes = original
            if Int.random(in: 0..<8, using: &generator) == 0 {
                bytes = Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &generator)))
            }
            for _ in 0..<Int.random(in: 1...6, using: &generator) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[place] = Bool.random(using: &generator) ? 0xff : UInt8.random(in: 0...255, using: &generator)
            }
            guard let file = ELFFile(source: ByteSource(bytes: bytes)) else { continue }
            read += ELFSymbolTable(file).names(at: [0, 0x100, 0x17f, 0x250, UInt64.max]).count
        }
        #expect(read > 1000)
    }
}
