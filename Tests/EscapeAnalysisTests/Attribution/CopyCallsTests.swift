import Testing

@testable import EscapeAnalysis

struct CopyCallsTests {
    private let line = SourcePosition(file: "/p/main.swift", line: 7, column: 1)

    @Test func linesReachACopyByWayOfOthers() {
        var calls = CopyCalls()
        calls.add(line: line, calling: "outer")
        calls.add(function: "outer", calling: "inner")
        #expect(calls.callers(of: "inner") == [line])
        #expect(calls.callers(of: "outer") == [line])
        #expect(calls.callers(of: "another").isEmpty)
    }

    @Test func copiesMayCallEachOther() {
        var calls = CopyCalls()
        calls.add(function: "first", calling: "second")
        calls.add(function: "second", calling: "first")
        #expect(calls.callers(of: "first").isEmpty)
        calls.add(line: line, calling: "second")
        #expect(calls.callers(of: "first") == [line])
    }
}
