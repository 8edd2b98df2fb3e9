/// One operation on one source line, and whether it allocates.
///
/// The same operation in several copies (specialisations, inlined calls) is one finding.
public struct EscapeFinding: Hashable, Sendable, Codable {
    /// The Swift module whose code it is.
    public var module: String
    /// The function that the line belongs to, without modules and types.
    public var function: String
    /// The linker's name of that function.
    public var mangledName: String
    public var state: AllocationState
    public var kind: AllocationKind
    /// The type of what is allocated, where it is known: a class, a variable's type, an error's type.
    public var type: String?
    /// The variable, function or initializer that the operation is about; nil where there is none.
    public var subject: String?
    /// Where in the package's own sources; the function's declaration if ``isLineKnown`` is false; nil if even that is
    /// unknown.
    public var position: SourcePosition?
    /// Further lines of the same function with the same call, for ``AllocationState/may`` only; sorted.
    public var furtherPositions: [SourcePosition]
    /// Whether ``position`` is the operation's own.
    public var isLineKnown: Bool
    /// Other places that it may be instead: the compiler merged their code.
    public var alternatives: [SourcePosition]
    /// Lines that call the function, where it is a copy of another module's: debug information names no line within it.
    /// Sorted.
    public var callers: [SourcePosition]
    /// Bytes of one allocation, where the code has the number.
    public var bytes: Int?
    /// For ``AllocationState/may``: whether the called function allocates itself, inlined or not, or one that it calls.
    public var isDirect: Bool?
    /// Whether the optimizer had put it on the stack and the code generator undid that, as the frame grew too large.
    public var isStackLimitExceeded: Bool
    /// nil if it lies on a usual way through the function.
    public var coldPath: ColdPath?
    /// From the innermost function to the one that bears the machine code; one entry if nothing was inlined.
    public var chain: [InlinedCall]
    /// Functions that bear a copy of the machine code, by the linker's names, sorted.
    public var copies: [String]
    /// How many calls in machine code were collapsed into this finding.
    public var callCount: Int
    /// What a profile measured here; nil without one.
    public var measured: MeasuredUse?

    public init(
        module: String,
        function: String,
        mangledName: String,
        state: AllocationState,
        kind: AllocationKind,
        type: String? = nil,
        subject: String? = nil,
        position: SourcePosition? = nil,
        furtherPositions: [SourcePosition] = [],
        isLineKnown: Bool = true,
        alternatives: [SourcePosition] = [],
        callers: [SourcePosition] = [],
        bytes: Int? = nil,
        isDirect: Bool? = nil,
        isStackLimitExceeded: Bool = false,
        coldPath: ColdPath? = nil,
        chain: [InlinedCall] = [],
        copies: [String] = [],
        callCount: Int = 1,
        measured: MeasuredUse? = nil
    ) {
        self.module = module
        self.function = function
        self.mangledName = mangledName
        self.state = state
        self.kind = kind
        self.type = type
        self.subject = subject
        self.position = position
        self.furtherPositions = furtherPositions
        self.isLineKnown = isLineKnown
        self.alternatives = alternatives
        self.callers = callers
        self.bytes = bytes
        self.isDirect = isDirect
        self.isStackLimitExceeded = isStackLimitExceeded
        self.coldPath = coldPath
        self.chain = chain
        self.copies = copies
        self.callCount = callCount
        self.measured = measured
    }
}

extension EscapeFinding {
    /// Whether hardly anybody wants to read it: see ``EscapeReport/folded``.
    var isFolded: Bool {
        state == .may && (coldPath != nil || position == nil || kind == .coroutineFrame)
    }
}
