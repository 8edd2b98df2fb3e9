import Testing

@testable import Profiles

@Suite struct SymbolizerOutputTests {
    private func parse(_ text: String, addresses: [UInt64]) -> SymbolizerOutput {
        var output = SymbolizerOutput(addresses: addresses)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) { output.add(line: String(line)) }
        return output
    }

    @Test func readsInlinedFramesInnermostFirst() {
        let output = parse("0x10\ninner\n/src/a.swift:3:7\nouter\n/src/b.swift:9:0\n\n", addresses: [0x10])
        #expect(
            output.answers == [
                [
                    SymbolizerFrame(function: "inner", file: "/src/a.swift", line: 3, column: 7),
                    SymbolizerFrame(function: "outer", file: "/src/b.swift", line: 9),
                ]
            ]
        )
        #expect(output.isComplete)
    }

    @Test func leavesOutWhatIsUnknown() {
        let output = parse(
            "0x1\n??\n??:0:0\n\n0x2\nf\n/<compiler-generated>:0:0\n\n0x3\ng\ncrtstuff.c:0:0\n\n",
            addresses: [1, 2, 3]
        )
        #expect(
            output.answers == [[SymbolizerFrame()], [SymbolizerFrame(function: "f")], [SymbolizerFrame(function: "g")]]
        )
    }

    @Test func keepsColonsOfAPath() {
        let output = parse("0x1\nf\n/a:b/c.swift:12:3\n\n", addresses: [1])
        #expect(output.answers.first?.first?.file == "/a:b/c.swift")
        #expect(output.answers.first?.first?.line == 12)
    }

    @Test func noticesAnAnswerToAnotherQuestion() {
        let output = parse("0x2\nf\n/c.swift:12:3\n\n", addresses: [1])
        #expect(output.isBroken)
        #expect(!output.isComplete)
    }
}
