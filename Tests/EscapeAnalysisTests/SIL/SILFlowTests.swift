import Testing

@testable import EscapeAnalysis

struct SILFlowTests {
    private static let text = """
        sil @$f : $@convention(thin) (Optional<Row>, Bool) -> @error any Error {
        bb0(%0 : $Optional<Row>, %1 : $Builtin.Int1):
          cond_br %1, bb1, bb5, loc "/p/a.swift":3:5, scope 1 // id: %2

        bb1:                                              // Preds: bb0
          switch_enum %0, case #Optional.some!enumelt: bb2, case #Optional.none!enumelt: bb3, loc "/p/a.swift":4:9, scope 1

        bb2(%3 : $Row):                                   // Preds: bb1
          br bb4(%3), scope 1

        bb3:                                              // Preds: bb1
          %4 = alloc_ref $Row, loc "/p/a.swift":4:9, scope 1
          br bb4(%4), scope 1

        // %5                                             // user: %6
        bb4(%5 : $Row):                                   // Preds: bb2 bb3
          %6 = alloc_ref $Row, loc "/p/a.swift":5:9, scope 1
          return %6, scope 1

        bb5:                                              // Preds: bb0
          throw %1, scope 1
        } // end sil function '$f'
        """
    private let file = SILFile(path: "a.sil", bytes: Array(text.utf8))

    /// The lines of the branches that decide whether a line is reached.
    private func branches(decidingLine line: Int) throws -> [Int?] {
        let flow = SILFlow(try #require(file.functions.first), in: file)
        var result: [Int?] = []
        #expect(
            !flow.isDecided(line: line) { branch in
                result.append(branch.location?.line)
                return false
            }
        )
        return result
    }

    @Test func functionsHaveTheirBlocks() throws {
        #expect(try #require(file.functions.first).blocks == [2, 5, 8, 11, 16, 20])
    }

    @Test func aBranchDecidesWhatOnlyOneOfItsWaysReaches() throws {
        #expect(try branches(decidingLine: 12) == [4])
        let flow = SILFlow(try #require(file.functions.first), in: file)
        #expect(flow.isDecided(line: 12) { $0.operation == "switch_enum" })
    }

    @Test func whatAllWaysReachIsNotDecided() throws {
        #expect(try branches(decidingLine: 17) == [])
    }

    @Test func waysThatThrowDoNotCount() throws {
        #expect(try branches(decidingLine: 5) == [])
    }

    @Test func linesOutsideOfBlocksAreNotDecided() throws {
        #expect(try branches(decidingLine: 1) == [])
    }
}
