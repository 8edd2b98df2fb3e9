/// Writes the protobuf wire format: just the part that pprof needs, so that a service which profiles itself carries no
/// protobuf library; and what puts encoded messages together.
///
/// Zero integers are left out, as proto3 does for fields with their default value.
package struct ProtobufWriter {
    package private(set) var bytes: [UInt8]

    /// - Parameter bytes: The encoded fields that it begins with.
    package init(_ bytes: [UInt8] = []) {
        self.bytes = bytes
    }

    /// Begins anew, in the same storage.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    mutating func integer(_ field: Int, _ value: Int) {
        unsigned(field, UInt64(bitPattern: Int64(value)))
    }

    mutating func unsigned(_ field: Int, _ value: UInt64) {
        guard value != 0 else { return }
        tag(field, .varint)
        varint(value)
    }

    mutating func flag(_ field: Int, _ value: Bool) {
        unsigned(field, value ? 1 : 0)
    }

    /// Writes text even when it is empty: entries of a repeated field count.
    mutating func string(_ field: Int, _ text: String) {
        content(field, text.utf8)
    }

    /// Writes a repeated integer field, zeros included.
    mutating func packed(_ field: Int, _ values: some Sequence<Int>) {
        message(field) { packed in
            for value in values {
                packed.varint(UInt64(bitPattern: Int64(value)))
            }
        }
    }

    mutating func message(_ field: Int, _ write: (inout ProtobufWriter) -> Void) {
        var inner = ProtobufWriter()
        write(&inner)
        message(field, inner.bytes)
    }

    /// Writes a message that is encoded already.
    package mutating func message(_ field: Int, _ encoded: [UInt8]) {
        content(field, encoded)
    }

    private mutating func content(_ field: Int, _ content: some Collection<UInt8>) {
        tag(field, .lengthDelimited)
        varint(UInt64(content.count))
        bytes.append(contentsOf: content)
    }

    private mutating func tag(_ field: Int, _ type: ProtobufWireType) {
        varint(UInt64(field) << 3 | UInt64(type.rawValue))
    }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
