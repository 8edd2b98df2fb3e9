import Damage
import Foundation
import Randomness
import Testing

@testable import EscapeAnalysis

struct SILFuzzTests {
    /// Damaged files give other findings, and nothing worse.
    @Test(arguments: 0..<40) func damagedFilesAreReadToTheEnd(seed: UInt64) throws {
        let head = """
            sil_scope 1 { loc "/p/a.swift":7:13 parent @$outer : $@convention(thin) (Int) -> () }
            sil_scope 2 { loc "/p/a.swift":8:20 parent 1 inlined_at 1 }
            sil_scope 3 {  parent 2 inlined_at 2 }
            sil @$outer : $@convention(thin) (Int) -> () {
            bb0(%0 : $Int):
              %1 = alloc_ref [stack] [tail_elems $(Int, Int) * %2] $_ContiguousArrayStorage<(Int, Int)>, scope 3
              %2 = alloc_box ${ var Int }, var, name "count", loc "/p/a.swift":9:7, scope 1 // users: %3
              %5 = function_ref @$closure : $@convention(thin) () -> ()
              %6 = partial_apply [callee_guaranteed] %5(%2) : $@convention(thin) () -> (), scope 2
              cond_br %1, bb1, bb2, loc "/p/a.swift":9:9, scope 1
            bb1:
              return %2, scope 1
            bb2:
              throw %3, loc "/p/a.swift":10:9, scope 1
            } // end sil function '$outer'

            """
        let file = DamagedFile(Array(head.utf8), front: 0)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            for bytes in [
                file.altered(using: &generator), file.cut(using: &generator),
                file.overwritten(from: 0, using: &generator),
            ] {
                let damaged = SILFile(path: "damaged.sil", bytes: bytes)
                for function in damaged.functions {
                    let flow = SILFlow(function, in: damaged)
                    for line in 0...damaged.lineCount + 1 { _ = flow.isDecided(line: line) { _ in true } }
                }
                for line in 0...damaged.lineCount + 1 {
                    _ = damaged.terminator(ofBlockAt: line)
                    guard let instruction = damaged.instruction(atLine: line) else { continue }
                    _ = AllocatedThing(instruction, line: line, in: damaged)
                    #expect(damaged.chain(of: instruction).count <= 200)
                }
            }
        }
    }
}
