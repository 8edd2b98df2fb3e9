import AllocationTracking
import Randomness
import Testing
import ZeroAllocation

struct ReusableBufferTests {
    struct Interruption: Error {}

    final class Element {
        let number: Int
        init(_ number: Int) { self.number = number }
    }

    @Test(.countsAllocations) func reuseAllocatesNothingWhileItIsLargeEnough() throws {
        var buffer = ReusableBuffer<UInt8>(capacity: 100)
        let counted = try allocations {
            for size in 0...100 {
                let wasKept = buffer.reuse(capacity: size)
                for number in 0..<size { buffer.append(UInt8(number)) }
                if !wasKept || buffer.count != size { throw Interruption() }
            }
        }
        #expect(counted == 0)
        #expect(buffer.capacity == 100)
    }

    @Test(.countsAllocations) func reuseOfATooSmallOneAllocatesOnce() throws {
        let counted = try allocations {
            var buffer = ReusableBuffer<UInt8>(capacity: 100)
            if buffer.reuse(capacity: 101) { throw Interruption() }
            keep(buffer)
        }
        #expect(counted == 2)
    }

    @Test func capacityAtLeastDoubles() {
        var buffer = ReusableBuffer<Int>(capacity: 100)
        var capacities: [Int] = []
        for required in [101, 1000, 1] {
            buffer.reuse(capacity: required)
            capacities.append(buffer.capacity)
        }
        #expect(capacities == [200, 1000, 1000])
    }

    @Test(.countsAllocations) func appendingDoubles() throws {
        let counted = try allocations {
            var buffer = ReusableBuffer<Int>()
            for number in 0..<1024 { buffer.append(number) }
            keep(buffer)
        }
        #expect(counted == 8)  // 8, 16, 32, 64, 128, 256, 512, 1024
    }

    @Test(.countsAllocations) func anEmptyOneAllocatesNothing() throws {
        let counted = try allocations {
            var buffer = ReusableBuffer<Element>()
            buffer.removeAll()
            buffer.reuse(capacity: 0)
            buffer.append(addingCapacity: 0) { _ in }
            keep(buffer)
            keep(buffer.span)
        }
        #expect(counted == 0)
    }

    @Test(.countsAllocations) func freesItsElementsAndStorage() throws {
        func use() {
            var buffer = ReusableBuffer<Element>()
            for number in 0..<100 { buffer.append(Element(number)) }
            buffer.reuse(capacity: 10)
            for number in 0..<100 { buffer.append(Element(number)) }
            buffer.reuse(capacity: 1000)
            for number in 0..<100 { buffer.append(Element(number)) }
        }
        use()  // the runtime allocates the types' metadata at their first use
        let counts = try #require(measureAllocations(use).used)
        #expect(counts.allocations >= 300)
        #expect(counts.live == 0)
    }

    @Test func keepsWhatWasAppendedBeforeAnError() throws {
        var buffer = ReusableBuffer<Element>()
        buffer.append(Element(1))
        #expect(throws: Interruption.self) {
            try buffer.append(addingCapacity: 20) { output throws(Interruption) in
                output.append(Element(2))
                output.append(Element(3))
                throw Interruption()
            }
        }
        buffer.append(Element(4))
        #expect(numbers(in: buffer) == [1, 2, 3, 4])
    }

    @Test func elementsCanBeReplaced() {
        var buffer = ReusableBuffer<Int>()
        for number in 0..<10 { buffer.append(number) }
        var span = buffer.mutableSpan
        for index in span.indices { span[index] *= 2 }
        #expect((0..<10).map { buffer.span[$0] } == [0, 2, 4, 6, 8, 10, 12, 14, 16, 18])
    }

    @Test(arguments: 0..<20) func behavesAsAnArray(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var buffer = ReusableBuffer<Element>(capacity: Int.random(in: 0...4, using: &generator))
        var model: [Int] = []
        for step in 0..<500 {
            switch Int.random(in: 0..<20, using: &generator) {
            case 0:
                let capacity = Int.random(in: 0...100, using: &generator)
                let wasEnough = capacity <= buffer.capacity
                let wasKept = buffer.reuse(capacity: capacity)
                #expect(wasKept == wasEnough)
                #expect(buffer.capacity >= capacity)
                model = []
            case 1:
                buffer.removeAll()
                model = []
            case 2...5:
                let room = Int.random(in: 0...10, using: &generator)
                let used = Int.random(in: 0...room, using: &generator)
                buffer.append(addingCapacity: room) { output in
                    for number in 0..<used { output.append(Element(step + number)) }
                }
                model += (0..<used).map { step + $0 }
            default:
                buffer.append(Element(step))
                model.append(step)
            }
            #expect(buffer.count == model.count)
            #expect(buffer.isEmpty == model.isEmpty)
            #expect(buffer.capacity >= buffer.count)
        }
        #expect(numbers(in: buffer) == model)
    }

    private func numbers(in buffer: borrowing ReusableBuffer<Element>) -> [Int] {
        let span = buffer.span
        return span.indices.map { span[$0].number }
    }
}
