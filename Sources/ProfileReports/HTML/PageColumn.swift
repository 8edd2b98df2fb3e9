internal import Foundation

/// Numbers as base64 of their bytes, the least significant first: short, and quickly read.
struct PageColumn<Number: BitwiseCopyable>: Encodable {
    private let numbers: [Number]

    init(_ numbers: some Sequence<Number>) {
        self.numbers = Array(numbers)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(numbers.withUnsafeBytes { Data($0).base64EncodedString() })
    }
}
