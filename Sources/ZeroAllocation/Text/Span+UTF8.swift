@available(macOS 26.0, *)
extension Span<UInt8> {
    /// The bytes as text, after a check that they are valid UTF-8: nothing is copied or allocated.
    ///
    /// The view has what text needs (`makeUnicodeScalarIterator()`, `makeCharacterIterator()`, comparison by canonical
    /// equivalence) and is made a string by `String(copying:)`. It depends on the bytes: the compiler rejects code in
    /// which it outlives them, or in which they change while it is in use.
    ///
    ///     let line = try buffer.span.extracting(start..<end).validatedUTF8()
    ///
    /// Goes through the bytes once.
    ///
    /// - Throws: `UTF8.ValidationError`, which tells the kind and place of the first error.
    @_lifetime(copy self)
    public func validatedUTF8() throws(UTF8.ValidationError) -> UTF8Span {
        try UTF8Span(validating: self)
    }

    /// The bytes as text, unchecked, in constant time: nothing is copied or allocated.
    ///
    /// The view depends on the bytes, as that of ``validatedUTF8()`` does.
    ///
    /// - Important: The bytes must be valid UTF-8. That is the caller's to know: because they came from a `String`, say, or
    ///   were checked before. With others, what goes through the view may read memory that does not belong to it.
    @unsafe
    @_lifetime(copy self)
    public func unvalidatedUTF8() -> UTF8Span {
        // Its contract is handed on to the caller.
        unsafe UTF8Span(unchecked: self)
    }
}
