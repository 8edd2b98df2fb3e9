import AllocationTesting
import Testing
import ZeroAllocation

/// What each helper promises, held by the trait that anybody's tests can use: a failure names the line that allocates.
@Suite(.countsAllocationsOfOptimizedCode)
struct HelperAllocationTests {
    let fields = (0..<100).map { "field \($0)" }
    let text = String(repeating: "text ", count: 20)
    let bytes = Array(String(repeating: "text ", count: 20).utf8)
    let codes: ByteKeyDictionary<Int> = ["a-name-that-is-longer-than-a-small-string": 200]
    let table = ["a-name-that-is-longer-than-a-small-string": 200]
    let name = Array("a-name-that-is-longer-than-a-small-string".utf8)

    @Test(.allocations(exactly: 1)) func anArrayWithRoomIsOne() {
        var numbers = [Int](reservingCapacity: 1000)
        for number in 0..<1000 { numbers.append(number) }
        keep(numbers)
    }

    @Test(.allocations(exactly: 1)) func aDictionaryWithRoomIsOne() {
        var squares = [Int: Int](reservingCapacity: 1000)
        for number in 0..<1000 { squares[number] = number * number }
        keep(squares)
    }

    @Test(.allocations(exactly: 1)) func aSetWithRoomIsOne() {
        var numbers = Set<Int>(reservingCapacity: 1000)
        for number in 0..<1000 { numbers.insert(number) }
        keep(numbers)
    }

    @Test(.allocations(exactly: 1)) func aStringWithRoomIsOne() {
        var line = String(reservingCapacity: 1000)
        for _ in 0..<100 { line += "0123456789" }
        keep(line)
    }

    @Test(.allocations(exactly: 1)) func aStringOfManyPartsIsOne() {
        keep(String(concatenating: fields, separator: ","))
    }

    @Test(.allocations(exactly: 1), .noLeaks) func aBufferThatIsUsedAgainIsOne() {
        var buffer = ReusableBuffer<UInt8>(capacity: 100)
        for size in 0...100 {
            buffer.reuse(capacity: size)
            for _ in 0..<size { buffer.append(0) }
            keep(buffer.span)
        }
    }

    @available(macOS 26.0, *)
    @Test(.allocations(exactly: 0)) func numbersInTheCallersStorageAreNone() throws {
        var storage = [40 of UInt8](repeating: 0)
        var span = storage.mutableSpan
        keep(try span.write(decimal: hidden(Int64.min)))
        keep(try span.write(hexadecimal: hidden(UInt64.max)))
        keep(try span.write(decimal: hidden(Int128.min)))
    }

    @available(macOS 26.0, *)
    @Test(.allocations(exactly: 0)) func viewsAreNone() throws {
        keep(try bytes.span.validatedUTF8().count)
        keep(unsafe bytes.span.unvalidatedUTF8().count)
        keep(text.utf8Bytes.count)
    }

    @available(macOS 26.0, *)
    @Test(.allocations(exactly: 0)) func askingWithBytesIsNone() throws {
        for _ in 0..<100 {
            if codes[name.span] != 200 { throw Missing() }
        }
    }

    @available(macOS 26.0, *)
    @Test(.allocations(exactly: 1)) func askingADictionaryOfStringsIsOneScratchString() throws {
        var scratch = String(reservingCapacity: 100)
        for _ in 0..<100 {
            if table.value(for: try name.span.validatedUTF8(), reusing: &scratch) != 200 { throw Missing() }
        }
    }

    struct Missing: Error {}
}
