@available(macOS 26.0, *)
extension String {
    /// The string's UTF-8 code units where they lie, in constant time: nothing is copied or allocated.
    ///
    /// The span depends on the string: the compiler rejects code in which it outlives it, or in which the string changes
    /// while it is in use. (A string that was bridged from Objective-C is copied first.)
    ///
    ///     let colon = header.utf8Bytes.firstIndex(of: UInt8(ascii: ":"))
    public var utf8Bytes: Span<UInt8> {
        @_lifetime(borrow self)
        borrowing get { utf8Span.span }
    }
}

@available(macOS 26.0, *)
extension Substring {
    /// The substring's UTF-8 code units where they lie, in constant time: nothing is copied or allocated.
    ///
    /// The span depends on the substring, as that of a string's ``Swift/String/utf8Bytes`` does on the string.
    public var utf8Bytes: Span<UInt8> {
        @_lifetime(borrow self)
        borrowing get { utf8Span.span }
    }
}
