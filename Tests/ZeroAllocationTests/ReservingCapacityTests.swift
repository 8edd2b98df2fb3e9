import AllocationTracking
import Testing
import ZeroAllocation

/// One allocation when the collection is made, none while it fills.
@Suite(.countsAllocations)
struct ReservingCapacityTests {
    @Test func anArrayIsOneAllocation() throws {
        #expect(try allocations { keep([Int](reservingCapacity: 1000)) } == 1)
        #expect(try allocations { keep(ContiguousArray<UInt8>(reservingCapacity: 1)) } == 1)
        #expect(try allocations { keep([String](reservingCapacity: 0)) } == 0)
    }

    @Test func anArrayFillsWithoutAnother() throws {
        let counted = try allocations {
            var numbers = [Int](reservingCapacity: 1000)
            for number in 0..<1000 { numbers.append(number) }
            keep(numbers)
        }
        #expect(counted == 1)
    }

    @Test func aDictionaryIsOneAllocationAndFillsWithoutAnother() throws {
        #expect(try allocations { keep([Int: Int](reservingCapacity: 1000)) } == 1)
        #expect(try allocations { keep([Int: Int](reservingCapacity: 0)) } == 0)
        let counted = try allocations {
            var squares = [Int: Int](reservingCapacity: 1000)
            for number in 0..<1000 { squares[number] = number * number }
            keep(squares)
        }
        #expect(counted == 1)
    }

    @Test func aSetIsOneAllocationAndFillsWithoutAnother() throws {
        #expect(try allocations { keep(Set<Int>(reservingCapacity: 1000)) } == 1)
        #expect(try allocations { keep(Set<Int>(reservingCapacity: 0)) } == 0)
        let counted = try allocations {
            var numbers = Set<Int>(reservingCapacity: 1000)
            for number in 0..<1000 { numbers.insert(number) }
            keep(numbers)
        }
        #expect(counted == 1)
    }

    @Test func aStringIsOneAllocationAndFillsWithoutAnother() throws {
        #expect(try allocations { keep(String(reservingCapacity: 15)) } == 0)
        let counted = try allocations {
            var text = String(reservingCapacity: 1000)
            for _ in 0..<100 { text += "0123456789" }
            keep(text)
        }
        #expect(counted == 1)
    }

    @Test func isEmpty() {
        #expect([Int](reservingCapacity: 10).isEmpty)
        #expect([Int](reservingCapacity: 10).capacity >= 10)
        #expect([Int: Int](reservingCapacity: 10).isEmpty)
        #expect(Set<Int>(reservingCapacity: 10).isEmpty)
        #expect(String(reservingCapacity: 10).isEmpty)
    }

    @Test func aNegativeCapacityIsStopped() async {
        await #expect(processExitsWith: .failure) { keep([Int](reservingCapacity: hidden(-1))) }
        await #expect(processExitsWith: .failure) { keep([Int: Int](reservingCapacity: hidden(-1))) }
        await #expect(processExitsWith: .failure) { keep(Set<Int>(reservingCapacity: hidden(-1))) }
        await #expect(processExitsWith: .failure) { keep(ReusableBuffer<Int>(capacity: hidden(-1))) }
    }
}
