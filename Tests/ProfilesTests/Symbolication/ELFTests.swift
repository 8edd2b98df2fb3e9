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
        let table = ELFSymbolTable(try file(builder))
        #expect(table.name(at: 0x100) == "first")
        #expect(table.name(at: 0x17f) == "first")
        #expect(table.name(at: 0x180) == nil)
        #expect(table.name(at: 0x20f) == "second")
        #expect(table.name(at: 0xff) == nil)
        #expect(table.name(at: 0x999) == "unsized")
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
            let table = ELFSymbolTable(file)
            for address in [0, 0x100, 0x17f, 0x250, UInt64.max] where table.name(at: address) != nil { read += 1 }
        }
        #expect(read > 1000)
    }
}
