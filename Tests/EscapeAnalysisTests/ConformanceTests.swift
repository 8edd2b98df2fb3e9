import EscapeAnalysis
import Testing

/// Functions whose allocations were measured, optimized and not, against what is reported of them.
struct ConformanceTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var function: String
        /// Kinds that must be among the findings; none if no call allocates.
        var optimized: [AllocationKind]
        /// The same of a debug build; nil where that was not measured.
        var debug: [AllocationKind]?

        var testDescription: String { function }
    }

    /// The measured counts are beside each row: allocations for each call, optimized / debug.
    static let rows = [
        Row(function: "structOnTheStack", optimized: [], debug: []),  // 0 / 0
        Row(function: "byReference", optimized: [], debug: []),  // 0 / 0
        Row(function: "concreteType", optimized: [], debug: []),  // 0 / 0
        Row(function: "smallExistential", optimized: [], debug: []),  // 0 / 0
        Row(function: "noClosureContext", optimized: []),
        Row(function: "largeExistential", optimized: [.existentialBox], debug: [.existentialBox]),  // 1 / 1
        Row(function: "largeAny", optimized: [.existentialBox], debug: [.existentialBox]),  // 1 / 1
        Row(function: "returnedObject", optimized: [.classInstance]),  // 1 / 1
        Row(function: "localObject", optimized: []),  // 0 / 1
        Row(function: "closureOverVariable", optimized: [.capturedVariable], debug: [.capturedVariable]),  // 1 / 2
        Row(function: "closureOverValue", optimized: [.closureContext], debug: [.closureContext]),  // 1 / 1
        Row(function: "closureOverReference", optimized: []),  // 0 / 1
        Row(function: "constantArray", optimized: []),  // 0 / 1
        Row(function: "returnedArray", optimized: [.arrayStorage]),  // 1 / 1
        Row(function: "localArray", optimized: []),  // 0 / 4
        Row(function: "appends", optimized: [.arrayStorage], debug: [.libraryCall]),  // 10 / 10
        Row(function: "reservedAppends", optimized: [.arrayStorage], debug: [.libraryCall]),  // 1 / 1
        Row(function: "dictionary", optimized: [.dictionaryStorage], debug: [.libraryCall]),  // 1 / 1
        Row(function: "concatenation", optimized: [.libraryCall], debug: [.libraryCall]),  // 1 / 1
        Row(function: "interpolation", optimized: [.stringStorage], debug: [.libraryCall]),  // 2 / 1
        Row(function: "fallback", optimized: [.classInstance]),  // 0 with a row, 1 without
        Row(function: "emptyNames", optimized: [.classInstance]),  // 1
        Row(function: "temporaryMemory", optimized: [.rawAllocation]),  // 0 below a kilobyte, 1 above
        Row(function: "threeNodes", optimized: [.indirectEnum], debug: [.indirectEnum]),  // 3 / 3
        Row(function: "genericArray", optimized: [.arrayStorage]),  // 1 / 1
        Row(function: "throwsError", optimized: [.errorBox], debug: [.errorBox]),  // 1 / 1
        Row(function: "twoAsyncLets", optimized: [.asyncLet], debug: [.asyncLet]),  // about 5: closures
        Row(function: "startedTask", optimized: [.closureContext]),  // 6
    ]

    @Test(arguments: rows) func reportsWhatWasMeasuredOptimized(row: Row) async throws {
        try check(await TablePackage.optimized.value, row.function, row.optimized)
    }

    @Test(arguments: rows.filter { $0.debug != nil }) func reportsWhatWasMeasuredInDebugBuilds(row: Row) async throws {
        try check(await TablePackage.debug.value, row.function, row.debug ?? [])
    }

    private func check(_ report: EscapeReport, _ function: String, _ kinds: [AllocationKind]) throws {
        let found = report.allocations(in: function)
        let lines = found.map(EscapeText().line).joined(separator: "\n")
        if kinds.isEmpty { #expect(found.isEmpty, "\(lines)") }
        for kind in kinds { #expect(found.contains { $0.kind == kind }, "no \(kind.rawValue) among:\n\(lines)") }
    }

    @Test(arguments: ["structOnTheStack", "byReference", "concreteType"])
    func namesFunctionsThatAllocateNothing(function: String) async throws {
        let free = try await TablePackage.optimized.value.freeFunctions.map(\.function)
        #expect(free.contains { $0.hasPrefix("\(function)(") }, "\(free)")
    }

    @Test func promotedObjectsAreReportedAsOnTheStack() async throws {
        let report = try await TablePackage.optimized.value
        let findings = report.findings.filter {
            $0.function.hasPrefix("localArray(") || $0.function.hasPrefix("localObject(")
        }
        #expect(findings.allSatisfy { $0.state == .stack }, "\(findings)")
    }

    @Test(arguments: ["fallback", "temporaryMemory"])
    func whatIsInlinedDecides(function: String) async throws {
        let found = try await TablePackage.optimized.value.allocations(in: function)
        let lines = found.map(EscapeText().line).joined(separator: "\n")
        #expect(found.map(\.state) == [.may], "\(lines)")
        #expect(found.allSatisfy { $0.isDirect == true && $0.reason.hasSuffix(", where it is needed") }, "\(lines)")
    }

    @Test func literalsWithoutElementsAllocateNothing() async throws {
        let found = try await TablePackage.optimized.value.findings.filter { $0.kind == .dictionaryStorage }
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { $0.position?.file == "Sources/Planted/Collections.swift" }, "\(found)")
    }

    @Test func constantArraysLieInTheBinary() async throws {
        let report = try await TablePackage.optimized.value
        let states = report.findings.filter { $0.function.hasPrefix("constantArray(") }.map(\.state)
        #expect(states == [.static])
    }

    @Test func findingsHaveLineTypeAndSize() async throws {
        let report = try await TablePackage.optimized.value
        let box = try #require(report.allocations(in: "closureOverVariable").first { $0.kind == .capturedVariable })
        #expect(box.position?.file == "Sources/Planted/Closures.swift")
        #expect(box.position?.line == 4)
        #expect(box.type == "Int")
        #expect(box.subject == "count")
        #expect(box.bytes == 24)
    }

    @Test func errorsAreCold() async throws {
        let report = try await TablePackage.optimized.value
        let error = try #require(report.allocations(in: "throwsError").first)
        #expect(error.coldPath == .throws)
        #expect(error.type == "Refusal")
    }
}
