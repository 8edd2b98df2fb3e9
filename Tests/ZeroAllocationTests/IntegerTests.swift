import Randomness
import Testing
import ZeroAllocation

/// Numbers are written as `description` and `String(_:radix: 16)` have them, wherever they are written to.
struct IntegerTests {
    @available(macOS 26.0, *)
    @Test func everyNumberOf8And16BitsIsWrittenAsItsDescription() throws {
        for value in Int8.min...Int8.max { try check(value) }
        for value in UInt8.min...UInt8.max { try check(value) }
        for value in Int16.min...Int16.max { try check(value) }
        for value in UInt16.min...UInt16.max { try check(value) }
    }

    @available(macOS 26.0, *)
    @Test func numbersOf32BitsAreWrittenAsTheirDescription() throws {
        try checkAllLengths(Int32.self)
        try checkAllLengths(UInt32.self)
    }

    @available(macOS 26.0, *)
    @Test func numbersOf64BitsAreWrittenAsTheirDescription() throws {
        try checkAllLengths(Int64.self)
        try checkAllLengths(UInt64.self)
        try checkAllLengths(Int.self)
        try checkAllLengths(UInt.self)
    }

    @available(macOS 26.0, *)
    @Test func numbersOf128BitsAreWrittenAsTheirDescription() throws {
        try checkAllLengths(Int128.self)
        try checkAllLengths(UInt128.self)
    }

    @available(macOS 26.0, *)
    @Test func allEightDigitPartsAreWritten() throws {
        // Each half of eight digits goes through all of its values; the other one through some.
        for half in UInt64(0)..<10_000 {
            try check(half * 10_000 + half * 7 % 10_000)
            try check(1_234_567_800_000_000 + half)
        }
    }

    @available(macOS 26.0, *)
    @Test func aNumberThatDoesNotFitIsNotWritten() throws {
        var bytes: [UInt8] = []
        bytes.append(addingCapacity: 5) { output in
            output.append(1)
            #expect(throws: CapacityError(.tooSmall, required: 5, available: 4)) {
                try output.append(decimal: 12345)
            }
            #expect(throws: CapacityError(.tooSmall, required: 6, available: 4)) {
                try output.append(hexadecimal: -0x12345)
            }
            #expect(output.count == 1)
        }
        #expect(bytes == [1])

        var places: [UInt8] = [1, 2, 3, 4, 5]
        #expect(throws: CapacityError(.tooSmall, required: 5, available: 4)) {
            var span = places.mutableSpan
            _ = try span.write(decimal: -1234, at: 1)
        }
        #expect(throws: CapacityError(.tooSmall, required: 1, available: 0)) {
            var span = places.mutableSpan
            _ = try span.write(hexadecimal: 0, at: 5)
        }
        #expect(places == [1, 2, 3, 4, 5])
    }

    @Test func theErrorSaysWhatIsMissing() {
        let error = CapacityError(.tooSmall, required: 5, available: 4)
        #expect(error.description.contains("5 bytes"))
        #expect(error.description.contains("4 are free"))
    }

    @Test func numbersFollowEachOther() throws {
        var bytes: [UInt8] = []
        for number in -1000...1000 {
            bytes.append(decimal: number)
            bytes.append(UInt8(ascii: ","))
            bytes.append(hexadecimal: number)
            bytes.append(UInt8(ascii: "\n"))
        }
        let expected = (-1000...1000).map { "\($0),\(String($0, radix: 16))\n" }.joined()
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }

    @available(macOS 26.0, *)
    @Test(.countsAllocations) func writingAllocatesNothing() throws {
        var bytes = [UInt8](reservingCapacity: 200)
        let counted = try allocations {
            bytes.removeAll(keepingCapacity: true)
            bytes.append(decimal: Int64.min)
            bytes.append(hexadecimal: UInt64.max)
            bytes.append(decimal: Int128.min)
            bytes.append(hexadecimal: UInt128.max)
            try bytes.append(addingCapacity: 20) { output throws(CapacityError) in
                try output.append(decimal: UInt64.max)
            }
            var stack = [40 of UInt8](repeating: 0)
            var span = stack.mutableSpan
            let count = try span.write(decimal: Int128.min)
            keep(count)
        }
        #expect(counted == 0)
        #expect(bytes.count == 20 + 16 + 40 + 32 + 20)
    }

    @available(macOS 26.0, *)
    @Test(.countsAllocations) func theErrorAllocatesNoMoreThanAnEmptyOne() throws {
        struct EmptyError: Error {}
        @inline(never) func fail() throws(EmptyError) -> Int { throw EmptyError() }
        // Where tests run, Swift Testing notes each error that is thrown, and allocates for it.
        let least = try allocations {
            do throws(EmptyError) { keep(try fail()) } catch { keep(error) }
        }
        let counted = try allocations {
            var stack = [3 of UInt8](repeating: 0)
            var span = stack.mutableSpan
            do throws(CapacityError) { keep(try span.write(decimal: 1234)) } catch { keep(error) }
        }
        #expect(counted == least)
    }

    @available(macOS 26.0, *)
    @Test func anOffsetOutsideIsStopped() async {
        await #expect(processExitsWith: .failure) {
            var places: [UInt8] = [1, 2, 3]
            var span = places.mutableSpan
            keep(try span.write(decimal: 1, at: hidden(4)))
        }
        await #expect(processExitsWith: .failure) {
            var places: [UInt8] = [1, 2, 3]
            var span = places.mutableSpan
            keep(try span.write(decimal: 1, at: hidden(-1)))
        }
    }

    /// Powers of ten and of two and their neighbours, the limits, and random numbers of every bit length.
    @available(macOS 26.0, *)
    private func checkAllLengths<Integer: FixedWidthInteger>(_ type: Integer.Type) throws {
        var values: [Integer] = [.min, .min + 1, .max, .max - 1, 0, 1]
        for radix in [2, 10] as [Integer] {
            var power: Integer = 1
            while true {
                values += [power - 1, power, power + 1]
                let (next, overflows) = power.multipliedReportingOverflow(by: radix)
                if overflows { break }
                power = next
            }
        }
        var generator = SeededGenerator(seed: UInt64(Integer.bitWidth))
        for bits in 0..<Integer.bitWidth {
            for _ in 0..<50 { values.append(Integer.random(in: .min ... .max, using: &generator) >> Integer(bits)) }
        }
        for value in values {
            try check(value)
            if Integer.isSigned { try check(0 &- value) }
        }
    }

    @available(macOS 26.0, *)
    private func check(_ value: some FixedWidthInteger) throws {
        let decimal = Array(value.description.utf8)
        let hexadecimal = Array(String(value, radix: 16).utf8)

        // Appended to an array, behind what is in it.
        var array: [UInt8] = [7]
        array.append(decimal: value)
        array.append(hexadecimal: value)
        guard array == [7] + decimal + hexadecimal else { throw Difference(value: "\(value)", written: array) }

        // Into exactly as much storage as it takes.
        var exact: [UInt8] = []
        try exact.append(addingCapacity: decimal.count) { output throws(CapacityError) in
            try output.append(decimal: value)
        }
        try exact.append(addingCapacity: hexadecimal.count) { output throws(CapacityError) in
            try output.append(hexadecimal: value)
        }
        guard exact == decimal + hexadecimal else { throw Difference(value: "\(value)", written: exact) }

        // Between bytes that are not to be touched.
        for (expected, isDecimal) in [(decimal, true), (hexadecimal, false)] {
            var places = [UInt8](repeating: 0xEE, count: expected.count + 16)
            var span = places.mutableSpan
            let count = isDecimal ? try span.write(decimal: value, at: 8) : try span.write(hexadecimal: value, at: 8)
            let surroundings = [UInt8](repeating: 0xEE, count: 8)
            guard count == expected.count, places == surroundings + expected + surroundings else {
                throw Difference(value: "\(value)", written: places)
            }
        }
    }

    /// A number that was not written as it should be.
    struct Difference: Error {
        let value: String
        let written: [UInt8]
    }
}
