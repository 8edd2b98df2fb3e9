import Testing

@testable import TrimtabCommands

struct ScriptHeaderTests {
    @Test func splitsInterpreterAndItsOneArgument() {
        let header = ScriptHeader(Array("#! /usr/bin/awk  -f x \necho".utf8))
        #expect(header?.interpreter == "/usr/bin/awk")
        #expect(header?.argument == "-f x")
    }

    @Test func hasNoArgumentWhereTheLineEndsWithTheInterpreter() {
        #expect(ScriptHeader(Array("#!/bin/sh\r\n".utf8))?.interpreter == "/bin/sh")
        #expect(ScriptHeader(Array("#!/bin/sh".utf8))?.argument == nil)
    }

    @Test(arguments: ["#!/usr/bin/env python3\n", "#!/usr/bin/env -S python3 -u\n", "#!/bin/env A=1 python3\n"])
    func followsEnvToTheProgram(line: String) {
        #expect(ScriptHeader(Array(line.utf8))?.nameForEnvironment == "python3")
    }

    @Test(arguments: ["", "#", "#!", "#!\n", "#! \t\n", "\u{7f}ELF", "echo"])
    func isNilForWhatNamesNoInterpreter(text: String) {
        #expect(ScriptHeader(Array(text.utf8)) == nil)
    }

    @Test func survivesRandomBytes() {
        for _ in 0..<10_000 {
            let bytes = (0..<Int.random(in: 0...64)).map { _ in UInt8.random(in: 0...255) }
            let header = ScriptHeader([0x23, 0x21] + bytes)
            #expect(header?.interpreter.isEmpty != true)
        }
    }
}
