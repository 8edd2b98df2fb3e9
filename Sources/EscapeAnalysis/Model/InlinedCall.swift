/// A function that was inlined on the way to an allocation, or the one that bears its machine code.
public struct InlinedCall: Hashable, Sendable, Codable {
    /// The name without modules and types.
    public var function: String
    /// The linker's name.
    public var mangledName: String
    /// Where in this function; nil for code whose source the compiler did not record, as the standard library's.
    public var position: SourcePosition?

    public init(function: String, mangledName: String, position: SourcePosition? = nil) {
        self.function = function
        self.mangledName = mangledName
        self.position = position
    }
}
