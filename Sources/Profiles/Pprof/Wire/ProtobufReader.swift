/// Reads the protobuf wire format field by field, trusting nothing: every length is checked against the enclosing
/// message, so a damaged file ends in an error and never in a crash.
struct ProtobufReader {
    /// A field's number and where its value is.
    struct Field {
        var number: Int
        var value: Value
    }

    enum Value {
        /// An integer, or a fixed-width number's bits.
        case integer(UInt64)
        /// The bytes of text, of a nested message or of a packed list.
        case bytes(Range<Int>)
    }

    private let bytes: [UInt8]
    private var position: Int
    private let end: Int

    init(_ bytes: [UInt8]) {
        self.init(bytes, range: 0..<bytes.count)
    }

    private init(_ bytes: [UInt8], range: Range<Int>) {
        self.bytes = bytes
        self.position = range.lowerBound
        self.end = range.upperBound
    }

    /// The next field, or nil at the end of the message.
    mutating func next() throws(PprofError) -> Field? {
        guard position < end else { return nil }
        let start = position
        let tag = try varint()
        guard let type = ProtobufWireType(rawValue: UInt8(tag & 7)), let number = Int(exactly: tag >> 3),
            (1...0x1fff_ffff).contains(number)
        else {
            throw .damaged(at: start, "there is no such kind of field")
        }
        switch type {
        case .varint: return Field(number: number, value: .integer(try varint()))
        case .fixed64: return Field(number: number, value: .integer(try fixed(bytes: 8)))
        case .fixed32: return Field(number: number, value: .integer(try fixed(bytes: 4)))
        case .lengthDelimited:
            let length = try varint()
            guard length <= UInt64(end - position) else {
                throw .damaged(at: start, "a field of \(length) bytes does not fit")
            }
            let range = position..<position + Int(length)
            position = range.upperBound
            return Field(number: number, value: .bytes(range))
        }
    }

    /// A reader of the nested message that `value` holds.
    func message(_ value: Value) throws(PprofError) -> ProtobufReader {
        ProtobufReader(bytes, range: try range(value))
    }

    /// Text; what is not UTF-8 is repaired.
    func string(_ value: Value) throws(PprofError) -> String {
        String(decoding: bytes[try range(value)], as: UTF8.self)
    }

    func unsigned(_ value: Value) throws(PprofError) -> UInt64 {
        guard case .integer(let bits) = value else {
            throw .damaged(at: position, "a number was expected")
        }
        return bits
    }

    func integer(_ value: Value) throws(PprofError) -> Int64 {
        Int64(bitPattern: try unsigned(value))
    }

    /// Appends the integers of a repeated field, which may be packed or written one by one.
    ///
    /// - Parameter limit: How many `values` may hold.
    func appendIntegers(
        of value: Value,
        to values: inout [UInt64],
        limit: Int
    ) throws(PprofError) {
        switch value {
        case .integer(let bits):
            guard values.count < limit else { throw .tooLarge("a list holds more than \(limit) numbers") }
            values.append(bits)
        case .bytes(let range):
            var packed = ProtobufReader(bytes, range: range)
            while packed.position < packed.end {
                guard values.count < limit else { throw .tooLarge("a list holds more than \(limit) numbers") }
                values.append(try packed.varint())
            }
        }
    }

    private func range(_ value: Value) throws(PprofError) -> Range<Int> {
        guard case .bytes(let range) = value else {
            throw .damaged(at: position, "text or a message was expected")
        }
        return range
    }

    private mutating func varint() throws(PprofError) -> UInt64 {
        let start = position
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while position < end, shift < 64 {
            let byte = bytes[position]
            position += 1
            result |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return result }
            shift += 7
        }
        throw .damaged(at: start, shift < 64 ? "a number is cut off" : "a number is longer than 10 bytes")
    }

    private mutating func fixed(bytes count: Int) throws(PprofError) -> UInt64 {
        guard count <= end - position else {
            throw .damaged(at: position, "a number is cut off")
        }
        var result: UInt64 = 0
        for offset in (0..<count).reversed() {
            result = result << 8 | UInt64(bytes[position + offset])
        }
        position += count
        return result
    }
}
