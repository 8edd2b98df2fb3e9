import Testing

@testable import EscapeAnalysis

struct GenericOriginsTests {
    private static let generic = "$s4Core5StoreV3addyyxF"
    private static let place = SourcePosition(file: "/p/Sources/Core/Store.swift", line: 12, column: 10)
    private let origins = GenericOrigins([[generic: place]])

    private func finding(
        in function: String,
        state: AllocationState = .may,
        position: SourcePosition? = nil,
        isLineKnown: Bool = false,
        callers: [SourcePosition] = []
    ) -> EscapeFinding {
        EscapeFinding(
            module: "App",
            function: "specialized Store.add(_:)",
            mangledName: function,
            state: state,
            kind: .arrayStorage,
            position: position,
            isLineKnown: isLineKnown,
            callers: callers,
            copies: [function]
        )
    }

    private func named(_ folded: [EscapeFinding]) -> EscapeReport {
        var report = EscapeReport(toolchain: "", package: "/p", isOptimized: true, findings: [], folded: folded)
        origins.name(&report)
        return report
    }

    @Test(arguments: ["Si_Tg5", "Si_SSTG5", "Si_Tt0g5", "Si_Tg5Tf4n_n"])
    func copiesBearTheNameOfWhatWasDeclared(ending: String) throws {
        let origin = try #require(origins.origin(of: Self.generic + ending))
        #expect(origin.name == Self.generic)
        #expect(origin.place == Self.place)
    }

    @Test(arguments: [generic, "$s4Core5StoreV3addyyxFTm", "$s3App4mainyyF", "", "Tg5"])
    func whatIsNoCopyHasNoOrigin(name: String) {
        #expect(origins.origin(of: name) == nil)
    }

    @Test func findingsInSeveralCopiesAreOne() throws {
        let names = [Self.generic + "Si_Tg5", Self.generic + "SS_Tg5"]
        let report = named(names.map { finding(in: $0) })
        #expect(report.folded.isEmpty)
        let found = try #require(report.findings.first)
        #expect(report.findings.count == 1)
        #expect(found.position == Self.place)
        #expect(found.mangledName == Self.generic)
        #expect(found.copies == names.sorted())
        #expect(found.callCount == 2)
    }

    @Test func copiesAreToldOfAtTheLinesOfWhatWasDeclared() throws {
        let line = SourcePosition(file: Self.place.file, line: 14, column: 9)
        let caller = SourcePosition(file: "/p/Sources/App/App.swift", line: 3, column: 1)
        let copy = Self.generic + "Si_Tg5"
        let report = named([
            finding(in: Self.generic, position: line, isLineKnown: true), finding(in: copy, callers: [caller]),
            finding(in: copy, state: .heap),
        ])
        let told = try #require(report.findings.first { $0.state == .may })
        #expect(report.findings.count { $0.state == .may } == 1)
        #expect(told.position == line)
        #expect(told.callers == [caller])
        #expect(told.copies == [Self.generic, copy])
        #expect(report.findings.first { $0.state == .heap }?.position == Self.place)
    }

    @Test func knownLinesStay() throws {
        let report = named([finding(in: Self.generic + "Si_Tg5", isLineKnown: true)])
        #expect(try #require(report.folded.first).position == nil)
    }
}
