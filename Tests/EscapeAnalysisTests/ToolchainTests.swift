import EscapeAnalysis
import Testing

/// What the analysis rests on in the compiler. If one of these fails with a new toolchain, the toolchain has changed: see
/// what it prints now before anything else is looked at.
struct ToolchainTests {
    /// Debug information of an allocating call names the line of the SIL operation that it was made from.
    @Test func debugLinesLandOnAllocatingOperations() async throws {
        for report in [try await TablePackage.optimized.value, try await TablePackage.debug.value] {
            #expect(report.coverage.allocatingCalls > 20)
            #expect(report.coverage.mismatches == 0)
            #expect(report.findings.filter { $0.state == .unattributed }.isEmpty)
        }
    }

    /// Scopes and functions are written as they were with Swift 6.3.
    @Test func intermediateCodeIsUnderstood() async throws {
        for report in [try await TablePackage.optimized.value, try await TablePackage.debug.value] {
            #expect(report.coverage.unknownSILLines == 0)
            #expect(report.coverage.warnings.isEmpty)
        }
    }

    /// Every function of the table is in the machine code, under its own name.
    @Test func functionsAreNotMerged() async throws {
        let report = try await TablePackage.optimized.value
        let copies = report.findings.flatMap(\.copies)
        #expect(copies.allSatisfy { !$0.hasSuffix("Tm") }, "\(copies)")
    }
}
