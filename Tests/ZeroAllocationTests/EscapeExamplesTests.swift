import EscapeExamples
import Testing

/// The counts that the examples' comments and their table state, for 100 calls.
@Suite(.countsAllocations)
struct EscapeExamplesTests {
    @Test func aStructStaysOnTheStack() throws {
        var sum = 0
        let counted = try allocations {
            for number in 0..<100 { sum += stackAllocation(number) }
        }
        #expect(counted == 0)
        #expect(stackAllocation(1) == 10)
        keep(sum)
    }

    @Test func aReturnedObjectIsAllocated() throws {
        let counted = try allocations {
            for number in 0..<100 { keep(heapAllocation(number)) }
        }
        #expect(counted == 100)
        #expect(heapAllocation(7).value == 7)
    }

    @Test func aLocalObjectIsAllocatedOnlyInDebugBuilds() throws {
        var sum = 0
        let counted = try allocations {
            for number in 0..<100 { sum += localObject(number) }
        }
        #expect(counted == (isOptimized ? 0 : 100))
        #expect(localObject(7) == 8)
        keep(sum)
    }

    @Test func passingByValueAllocatesNothing() throws {
        var sum = 0
        let counted = try allocations {
            for number in 0..<100 { sum += passingByValue(SmallStruct(value: number, flag: true)) }
        }
        #expect(counted == 0)
        #expect(passingByValue(SmallStruct(value: 7, flag: true)) == 7)
        keep(sum)
    }

    @Test func passingInoutAllocatesNothing() throws {
        var small = SmallStruct(value: 0, flag: true)
        let counted = try allocations {
            for _ in 0..<100 { passingInout(&small) }
        }
        #expect(counted == 0)
        #expect(small.value == 300)
    }

    @Test func aVariableThatAReturnedClosureSharesIsBoxed() throws {
        var sum = 0
        let counted = try allocations {
            for number in 0..<100 {
                let next = escapingVariable(number)
                sum += next() + next()
            }
        }
        #expect(counted == 100)
        #expect(sum == 3 * (0..<100).reduce(0) { $0 + 2 * $1 + 3 })
    }

    @Test func anExistentialOfFiveWordsIsBoxed() throws {
        let counted = try allocations {
            for number in 0..<100 { keep(boxedExistential(Double(number))) }
        }
        #expect(counted == 100)
        #expect(boxedExistential(2).area == 4)
    }

    @Test func anExistentialOfTwoWordsIsNotBoxed() throws {
        let counted = try allocations {
            for number in 0..<100 { keep(inlineExistential(Double(number))) }
        }
        #expect(counted == 0)
        #expect(inlineExistential(2).area == 4)
    }

    @Test func aConcreteTypeIsNotBoxed() throws {
        var sum = 0.0
        let counted = try allocations {
            for number in 0..<100 {
                let shape = concreteType(Double(number))
                sum += doubleArea(of: shape)
            }
        }
        #expect(counted == 0)
        #expect(doubleArea(of: concreteType(2)) == 8)
        keep(sum)
    }
}
