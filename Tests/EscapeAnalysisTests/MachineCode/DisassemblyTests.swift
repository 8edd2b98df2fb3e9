import Damage
import Foundation
import Randomness
import Testing

@testable import EscapeAnalysis

struct DisassemblyTests {
    private static let text = """

        file.so:\tfile format elf64-x86-64

        Disassembly of section .text:

        0000000000005fa0 <$s4main4makeyyF>:
            5fa0:      \tpushq\t%rbx
            5fa4:      \tleaq\t0x1a95(%rip), %rdi      # 0x7a40 <$s4main3RowCN>
            5fab:      \tmovl\t$0x18, %esi
            5fb0:      \tje\t0x5fc8 <$s4main4makeyyF+0x28>
            5fb5:      \tcallq\t0x6740 <swift_allocObject@plt>
            5fc8:      \tcallq\t*%rax
            5fd0:      \tjmp\t0x6790 <free@plt>

        0000000000006000 <both>:
            6000:      \ttestl\t%edi, %edi
            6002:      \tje\t0x6010 <both+0x10>
            6004:      \tmovl\t$0x20, %edi
            6006:      \tcallq\t0x6740 <malloc@plt>
            600b:      \tretq
            6010:      \tmovl\t$0x40, %edi
            6012:      \tcallq\t0x6740 <malloc@plt>
            6017:      \tretq

        0000000000006100 <arm>:
            6100:      \tmov\tw1, #0x18
            6104:      \tbl\t0x6740 <swift_allocObject@plt>
            6108:      \tcbz\tx0, 0x6110 <arm+0x10>
            610c:      \tblr\tx8
            6110:      \tret

        """

    private func functions(
        _ text: String = text,
        sizes: [UInt64: UInt64] = [:],
        pieces: Int = 1 << 20
    ) -> [MachineFunction] {
        var disassembly = Disassembly(sizes: sizes)
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            bytes[start..<min(start + pieces, bytes.count)].withUnsafeBytes { disassembly.add($0) }
            start += pieces
        }
        return disassembly.finish()
    }

    /// What is behind a function's end is another one's code, whose name was lost.
    @Test func functionsEndWithTheirSize() throws {
        let whole = functions()
        let first = try #require(whole.first)
        let last = try #require(first.calls.last)
        let cut = functions(sizes: [first.address: last.address - first.address])
        #expect(cut.first?.calls == Array(first.calls.dropLast()))
        #expect(cut.dropFirst() == whole.dropFirst())
    }

    @Test func callsHaveTargetsAndSizes() throws {
        let calls = try #require(functions().first).calls
        #expect(calls.map(\.target) == [.function("swift_allocObject"), .indirect, .function("free")])
        #expect(calls[0].arguments.second == 24)
        #expect(calls[0].arguments.first == nil)
        #expect(calls[0].address == 0x5fb5)
    }

    @Test func readsBothProcessors() throws {
        let arm = try #require(functions().last)
        #expect(arm.calls.map(\.target) == [.function("swift_allocObject"), .indirect])
        #expect(arm.calls[0].arguments.second == 24)
    }

    @Test func jumpsToOtherFunctionsOnAConditionAreCalls() throws {
        let text = """
            0000000000005000 <copies>:
                5000:      \tcmpq\t$0xffff, %rdi
                5007:      \tja\t0x6000 <make>
                500d:      \tretq

            0000000000005100 <either>:
                5100:      \tja\t0x6000 <make>
                5106:      \tjmp\t0x6000 <make>

            0000000000005200 <loop>:
                5200:      \tjne\t0x5200 <loop>
                5202:      \tretq

            """
        let all = functions(text)
        #expect(all.map { $0.calls.compactMap(\.callee) } == [["make"], ["make", "make"], []])
        #expect(all.map { $0.alwaysPasses { $0.callee == "make" } } == [false, true, false])
        let graph = CallGraph(all, countsMetadata: false) { $0 == "make" ? .direct : nil }
        #expect(graph.effects["copies"] == .transitive)
        #expect(graph.effects["loop"] == nil)
    }

    @Test func argumentsAreThoseOfTheWayToTheCall() throws {
        let text = """
            0000000000005000 <zero>:
                5000:      \txorl\t%edi, %edi
                5002:      \tcallq\t0x6740 <make@plt>
                5007:      \txorl\t%eax, %edi
                5009:      \tcallq\t0x6740 <make@plt>
                500e:      \tmovl\t$0x8, %edi
                5013:      \tjmp\t0x5000 <zero+0x2>
                5018:      \tcallq\t0x6740 <make@plt>

            0000000000005100 <arm>:
                5100:      \tmov\tx0, xzr
                5104:      \tbl\t0x6740 <make@plt>

            """
        let all = functions(text)
        #expect(all.map { $0.calls.map(\.arguments.first) } == [[0, nil, nil], [0]])
    }

    @Test(arguments: [1, 7, 64]) func linesMayComeInPieces(pieces: Int) {
        #expect(functions(pieces: pieces) == functions())
    }

    @Test func oneWayWithoutACallIsEnough() throws {
        let all = functions()
        let isAllocation = { (call: MachineCall) in call.callee == "malloc" || call.callee == "swift_allocObject" }
        #expect(all.map { $0.alwaysPasses(isAllocation) } == [false, true, true])
        #expect(CertainAllocators(all) { _ in false }.names == ["both", "arm"])
    }

    @Test func callersInheritWhatTheyCall() {
        var caller = MachineFunction(name: "caller", address: 0)
        caller.calls = [MachineCall(address: 1, target: .function("both"))]
        var other = MachineFunction(name: "other", address: 9)
        other.calls = [MachineCall(address: 10, target: .indirect)]
        let graph = CallGraph(functions() + [caller, other], countsMetadata: false) { _ in nil }
        #expect(graph.effects["both"] == .direct)
        #expect(graph.effects["caller"] == .transitive)
        #expect(graph.effects["other"] == .opaque)
    }

    @Test(arguments: 0..<40) func damagedTextIsReadToTheEnd(seed: UInt64) {
        let file = DamagedFile(Array(Self.text.utf8), front: 0)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            for bytes in [file.altered(using: &generator), file.overwritten(from: 0, using: &generator)] {
                var disassembly = Disassembly()
                bytes.withUnsafeBytes { disassembly.add($0) }
                for function in disassembly.finish() { _ = function.alwaysPasses { _ in false } }
            }
        }
    }
}
