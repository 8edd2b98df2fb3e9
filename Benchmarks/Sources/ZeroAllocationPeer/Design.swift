import AllocationTracking
import ZeroAllocation

/// One helper, or one way to do without it. The names are those of the Go side where it has the same.
enum Design: String, CaseIterable {
    case array = "array-1000"
    case dictionary = "dictionary-1000"
    case dictionaryRecorded = "dictionary-1000-recorded"
    case arrayFilled = "array-1000-filled"
    case dictionaryFilled = "dictionary-1000-filled"
    case reuseBuffer = "reuse-buffer"
    case append
    case shortStrings = "string-100x10"
    case longStrings = "string-100x40"
    case shortStringsJoined = "string-100x10-joined"
    case decimal
    case decimalAppended = "decimal-appended"
    case decimalDescription = "decimal-description"
    case hexadecimal
    case bytesToString = "bytes-to-string"
    case bytesToStringValidated = "bytes-to-string-validated"
    case stringToBytes = "string-to-bytes"
    case lookup = "lookup-32-bytes"
    case lookupInDictionary = "lookup-32-bytes-in-dictionary"
    case lookupOfString = "lookup-32-bytes-of-string"
    case lookupCopied = "lookup-32-bytes-copied"

    /// Makes what the loop works on and returns the loop: it runs a number of operations.
    func prepare() -> (Int) -> Void {
        switch self {
        case .array:
            let size = hidden(1000)
            return { operations in
                for _ in 0..<operations { keep([Int64](reservingCapacity: size)) }
            }
        case .dictionary:
            let size = hidden(1000)
            return { operations in
                for _ in 0..<operations { keep([String: Int64](reservingCapacity: size)) }
            }
        case .dictionaryRecorded:
            let size = hidden(1000)
            let recorder = AllocationRecorder()
            return { operations in
                for _ in 0..<operations {
                    keep(recorder.preAllocateMap(expectedSize: size) { [String: Int64](reservingCapacity: size) })
                }
            }
        case .arrayFilled:
            let size = hidden(1000)
            return { operations in
                for _ in 0..<operations {
                    var filled = [Int64](reservingCapacity: size)
                    for number in 0..<Int64(size) { filled.append(number) }
                    keep(filled)
                }
            }
        case .dictionaryFilled:
            let size = hidden(1000)
            return { operations in
                for _ in 0..<operations {
                    var filled = [Int64: Int64](reservingCapacity: size)
                    for number in 0..<Int64(size) { filled[number] = number }
                    keep(filled)
                }
            }
        case .reuseBuffer:
            let sizes = Inputs.sizes()
            return { operations in
                var buffer = ReusableBuffer<UInt8>(capacity: 4096)
                var total = 0
                for index in 0..<operations where buffer.reuse(capacity: sizes[index & 1023]) {
                    total &+= buffer.capacity
                }
                keep(total)
            }
        case .append:
            return { operations in
                var buffer = ReusableBuffer<Int64>(capacity: 1024)
                for index in 0..<operations {
                    if buffer.count == 1024 { buffer.removeAll() }
                    buffer.append(Int64(index))
                }
                keep(buffer)
            }
        case .shortStrings: return strings(length: 10)
        case .longStrings: return strings(length: 40)
        case .shortStringsJoined:
            let parts = Inputs.parts(length: 10)
            return { operations in
                for _ in 0..<operations { keep(parts.joined()) }
            }
        case .decimal:
            let numbers = Inputs.numbers()
            return { operations in
                var total = 0
                var bytes = [20 of UInt8](repeating: 0)
                var span = bytes.mutableSpan
                for index in 0..<operations { total += (try? span.write(decimal: numbers[index & 1023])) ?? 0 }
                keep(total)
            }
        case .decimalAppended:
            let numbers = Inputs.numbers()
            return { operations in
                var bytes = [UInt8](reservingCapacity: 4096)
                for index in 0..<operations {
                    if bytes.count > 4000 { bytes.removeAll(keepingCapacity: true) }
                    bytes.append(decimal: numbers[index & 1023])
                }
                keep(bytes)
            }
        case .decimalDescription:
            let numbers = Inputs.numbers()
            return { operations in
                var total = 0
                for index in 0..<operations { total += numbers[index & 1023].description.utf8.count }
                keep(total)
            }
        case .hexadecimal:
            let numbers = Inputs.numbers()
            return { operations in
                var total = 0
                var bytes = [20 of UInt8](repeating: 0)
                var span = bytes.mutableSpan
                for index in 0..<operations { total += (try? span.write(hexadecimal: numbers[index & 1023])) ?? 0 }
                keep(total)
            }
        case .bytesToString:
            let keys = Inputs.bytesOfKeys()
            return { operations in
                var total = 0
                for index in 0..<operations {
                    let key = keys[index & 63]
                    // The bytes are valid: they came from a string.
                    total &+= unsafe key.span.unvalidatedUTF8().count
                }
                keep(total)
            }
        case .bytesToStringValidated:
            let keys = Inputs.bytesOfKeys()
            return { operations in
                var total = 0
                for index in 0..<operations {
                    let key = keys[index & 63]
                    total &+= (try? key.span.validatedUTF8().count) ?? 0
                }
                keep(total)
            }
        case .stringToBytes:
            let keys = Inputs.keys()
            return { operations in
                var total = 0
                for index in 0..<operations {
                    let key = keys[index & 63]
                    total &+= key.utf8Bytes.count
                }
                keep(total)
            }
        case .lookup:
            let table = ByteKeyDictionary(Inputs.table())
            let keys = Inputs.bytesOfKeys()
            return { operations in
                var hits: Int64 = 0
                for index in 0..<operations {
                    let key = keys[index & 63]
                    hits += table[key.span] ?? 0
                }
                keep(hits)
            }
        case .lookupInDictionary:
            let table = Inputs.table()
            let keys = Inputs.bytesOfKeys()
            return { operations in
                var hits: Int64 = 0
                var scratch = String(reservingCapacity: 64)
                for index in 0..<operations {
                    let key = keys[index & 63]
                    // The bytes are valid: they came from a string. So it is below.
                    hits += table.value(for: unsafe key.span.unvalidatedUTF8(), reusing: &scratch) ?? 0
                }
                keep(hits)
            }
        case .lookupOfString:
            let table = Inputs.table()
            let keys = Inputs.keys()
            return { operations in
                var hits: Int64 = 0
                for index in 0..<operations { hits += table[keys[index & 63]] ?? 0 }
                keep(hits)
            }
        case .lookupCopied:
            let table = Inputs.table()
            let keys = Inputs.bytesOfKeys()
            return { operations in
                var hits: Int64 = 0
                for index in 0..<operations {
                    let key = keys[index & 63]
                    hits += table[String(copying: unsafe key.span.unvalidatedUTF8())] ?? 0
                }
                keep(hits)
            }
        }
    }

    private func strings(length: Int) -> (Int) -> Void {
        let parts = Inputs.parts(length: length)
        return { operations in
            for _ in 0..<operations { keep(String(concatenating: parts)) }
        }
    }
}

/// Keeps the optimizer from removing the work of which this is the result.
@_optimize(none)
private func keep<Value>(_ value: borrowing Value) where Value: ~Copyable & ~Escapable {}

/// Hides from the optimizer what a value is.
@_optimize(none)
private func hidden<Value>(_ value: Value) -> Value { value }
