import Testing

@testable import EscapeAnalysis

struct SILTests {
    private static let text = """
        sil_scope 1 { loc "/p/a.swift":7:13 parent @$outer : $@convention(thin) (Int) -> () }
        sil_scope 2 { loc "/p/a.swift":8:20 parent 1 }
        sil_scope 3 {  parent @$inner : $@convention(thin) (Builtin.Word) -> () inlined_at 2 }

        // outer(_:)
        sil @$outer : $@convention(thin) (Int) -> () {
        bb0(%0 : $Int):
          %1 = alloc_ref [stack] [tail_elems $(Int, Int) * %2] $_ContiguousArrayStorage<(Int, Int)>, scope 3 // user: %2
          %2 = alloc_box ${ var Int }, var, name "count", loc "/p/a.swift":9:7, scope 1 // users: %3
          %3 = alloc_existential_box $any Error, $Refusal, loc "/p/a.swift":10:15, scope 1
          throw %3, loc "/p/a.swift":10:9, scope 1

        bb1:                                              // Preds: bb0
          %4 = builtin "startAsyncLetWithLocalBuffer"<Int>(%6, %9, %5) : $Builtin.RawPointer, scope 2 // users: %38
          return %4, loc * "<compiler-generated>":0:0, scope 1
        } // end sil function '$outer'
        """

    private let file = SILFile(path: "a.sil", bytes: Array(text.utf8))

    @Test func inlinedOperationsLeadToTheLineOfTheCall() throws {
        let instruction = try #require(file.instruction(atLine: 8))
        let chain = file.chain(of: instruction)
        #expect(chain.map(\.function) == ["$inner", "$outer"])
        #expect(chain.map { $0.location?.line } == [nil, 8])
    }

    @Test func operationsHaveTypesAndNames() throws {
        let things = try (8...10).map { line in
            try AllocatedThing(#require(file.instruction(atLine: line)), line: line, in: file)
        }
        #expect(things.map { $0?.kind } == [.arrayStorage, .capturedVariable, .errorBox])
        #expect(things.map { $0?.type } == ["_ContiguousArrayStorage<(Int, Int)>", "Int", "Refusal"])
        #expect(things[1]?.subject == "count")
    }

    @Test func promotionIsSeen() throws {
        #expect(try #require(file.instruction(atLine: 8)).isOnStack)
        #expect(try !#require(file.instruction(atLine: 9)).isOnStack)
    }

    @Test func blocksEndWithTheirTerminator() {
        #expect(file.terminator(ofBlockAt: 9).hasPrefix("throw"))
        #expect(file.terminator(ofBlockAt: 14).hasPrefix("return"))
    }

    @Test func functionsHaveTheirAllocations() throws {
        let function = try #require(file.function(atLine: 9))
        #expect(function.name == "$outer")
        #expect(function.allocations == [8, 9, 10, 14])
        #expect(file.declarations["$outer"]?.line == 7)
    }

    @Test func callsByAddressThatReturnMemoryAreFound() throws {
        let text = """
            sil @$f : $@convention(thin) (Int, Pair) -> () {
            bb0(%0 : $Int, %1 : $Pair):
              %2 = struct_extract %1, #Pair.make, scope 1 // user: %4
              %3 = function_ref @make_memory : $@convention(c) (Int) -> Optional<UnsafeMutableRawPointer>, scope 1
              %4 = apply %2(%0) : $@convention(c) (Int) -> Optional<UnsafeMutableRawPointer>, scope 1
              %5 = apply %3(%0) : $@convention(c) (Int) -> Optional<UnsafeMutableRawPointer>, scope 1
              %6 = apply %2(%0) : $@convention(c) (Int) -> Int, scope 1
            } // end sil function '$f'
            """
        let file = SILFile(path: "a.sil", bytes: Array(text.utf8))
        #expect(file.functions.first?.allocations == [5, 6])
        #expect(try !file.isCallByName(#require(file.instruction(atLine: 5)), line: 5))
        #expect(try file.isCallByName(#require(file.instruction(atLine: 6)), line: 6))
    }

    @Test func unknownHeadsAreCounted() {
        let file = SILFile(path: "b.sil", bytes: Array("sil_scope here { loc }\nsil_scope 1 { other }\n".utf8))
        #expect(file.unknownLines == 2)
    }

    @Test func placesOutsideAreNothing() {
        #expect(file.text(ofLine: 0).isEmpty)
        #expect(file.text(ofLine: 999).isEmpty)
        #expect(file.function(atLine: 999) == nil)
    }
}
