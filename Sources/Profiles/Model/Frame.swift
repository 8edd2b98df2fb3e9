/// A function in a stack trace.
public struct Frame: Hashable, Sendable {
    /// The demangled name, or the address in hexadecimal and the image's name where there is none.
    public var function: String
    /// The name as the linker knows it; equal to ``function`` where nothing was mangled.
    public var mangledName: String
    /// The source file's path as the compiler recorded it.
    public var file: String?
    /// The line of the call in ``file``, from 1.
    public var line: Int?
    /// The column, from 1.
    public var column: Int?
    /// Whether the compiler inlined this function into the next frame.
    public var isInlined: Bool
    /// Whose code it is: reports fold what is not the application's.
    public var origin: Origin

    /// Whose code a frame is.
    public enum Origin: String, Hashable, Sendable, CaseIterable {
        /// The program's own code, and its packages'.
        case application
        /// The Swift runtime and standard library, Foundation, Dispatch.
        case swiftRuntime
        /// malloc and what leads to it (`swift_slowAlloc`, `operator new`).
        case allocator
        /// libc, the loader and other system libraries.
        case system
    }

    public init(
        function: String,
        mangledName: String? = nil,
        file: String? = nil,
        line: Int? = nil,
        column: Int? = nil,
        isInlined: Bool = false,
        origin: Origin = .application
    ) {
        self.function = function
        self.mangledName = mangledName ?? function
        self.file = file
        self.line = line
        self.column = column
        self.isInlined = isInlined
        self.origin = origin
    }
}
