/// A value that is written as null when it is unknown, where an optional would leave its key out.
struct Nullable<Value: Encodable>: Encodable {
    private let value: Value?

    init(_ value: Value?) {
        self.value = value
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let value { try container.encode(value) } else { try container.encodeNil() }
    }
}
