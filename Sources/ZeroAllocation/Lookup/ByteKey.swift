/// A key of ``ByteKeyDictionary``: bytes that it owns or, for the time of one lookup, bytes that it does not.
///
/// Only owned keys are ever stored.
@safe
@usableFromInline
internal enum ByteKey: Hashable {
    case owned([UInt8])
    /// The bytes live until the lookup that this key was made for returns.
    case borrowed(UnsafeBufferPointer<UInt8>)

    @inlinable
    internal static func == (left: ByteKey, right: ByteKey) -> Bool {
        unsafe left.withBytes { left in
            unsafe right.withBytes { right in
                unsafe areEqual(UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
            }
        }
    }

    /// Whether the bytes are the same, eight at a time.
    @inlinable
    internal static func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        guard left.count == right.count else { return false }
        var offset = 0
        while left.count - offset >= 8 {
            let leftWord = unsafe left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            let rightWord = unsafe right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard leftWord == rightWord else { return false }
            offset += 8
        }
        while offset < left.count {
            guard unsafe left[offset] == right[offset] else { return false }
            offset += 1
        }
        return true
    }

    @inlinable
    internal func hash(into hasher: inout Hasher) {
        unsafe withBytes { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }

    @inlinable
    internal func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        switch self {
        case .owned(let bytes): unsafe bytes.withUnsafeBufferPointer(body)
        case .borrowed(let bytes): unsafe body(bytes)
        }
    }
}

// What is stored is owned, and a borrowed key does not leave the lookup, nor its thread.
extension ByteKey: @unchecked Sendable {}
