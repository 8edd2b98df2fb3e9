public import ZeroAllocation

/// `BytesToString(b)`: bytes seen as text, if they are.
@available(macOS 26.0, *)
public func wordCount(of bytes: [UInt8]) throws(UTF8.ValidationError) -> Int {
    let text = try bytes.span.validatedUTF8()
    var scalars = text.makeUnicodeScalarIterator()
    var count = 0
    var isInWord = false
    while let scalar = scalars.next() {
        if !isInWord, !scalar.properties.isWhitespace { count += 1 }
        isInWord = !scalar.properties.isWhitespace
    }
    return count
}

/// `StringToBytes(s)`: a string seen as bytes.
@available(macOS 26.0, *)
public func checksum(of text: String) -> UInt8 {
    let bytes = text.utf8Bytes
    var sum: UInt8 = 0
    for index in bytes.indices { sum &+= bytes[index] }
    return sum
}

/// Looks names up that lie in a parser's input, without making strings of them.
@available(macOS 26.0, *)
public func statusCode(named bytes: [UInt8], in codes: ByteKeyDictionary<Int>) -> Int? {
    codes[bytes.span]
}
