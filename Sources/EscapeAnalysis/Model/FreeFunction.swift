/// A function that allocates nothing, whatever way it takes.
public struct FreeFunction: Hashable, Sendable, Codable {
    public var module: String
    /// The name without modules and types.
    public var function: String
    /// The linker's name.
    public var mangledName: String
    /// Its declaration.
    public var position: SourcePosition

    public init(module: String, function: String, mangledName: String, position: SourcePosition) {
        self.module = module
        self.function = function
        self.mangledName = mangledName
        self.position = position
    }
}
