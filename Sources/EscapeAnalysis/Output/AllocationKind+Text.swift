extension AllocationKind {
    /// What each kind is called, how it comes about and what helps against it, in one table.
    private static let texts: [AllocationKind: (title: String, page: String, hint: String)] = [
        .classInstance: (
            "instance of a class", "ClassInstances",
            "Use a struct where identity is not needed, keep and reuse the object, or let it end in the function that "
                + "makes it: an object of a final class that does not escape goes to the stack."
        ),
        .capturedVariable: (
            "captured variable", "CapturedVariables",
            "Capture the value ([value]) or a let instead of the variable, make the closure non-escaping, or return "
                + "the result instead of changing a shared variable."
        ),
        .closureContext: (
            "closure context", "ClosureContexts",
            "Make the parameter that takes the closure non-escaping, or generic over a concrete callable type; capture "
                + "nothing, or one class reference, which needs no context."
        ),
        .existentialBox: (
            "boxed existential", "Existentials",
            "Use some or a generic parameter instead of any, or keep the value within three words."
        ),
        .errorBox: (
            "boxed error", "Errors",
            "Use typed throws: throws(MyError) needs no box. Errors that are an everyday result are better returned."
        ),
        .indirectEnum: (
            "indirect case", "IndirectEnums",
            "Mark only the cases that recurse as indirect, or keep nodes in an array and refer to them by index."
        ),
        .arrayStorage: (
            "array storage", "ArrayStorage",
            "Reserve capacity before a loop, reuse the array with removeAll(keepingCapacity: true), take a Span instead "
                + "of a copy, or use InlineArray where the count is fixed."
        ),
        .dictionaryStorage: (
            "dictionary storage", "DictionaryStorage",
            "Create it with its capacity, update values in place, or keep it between uses."
        ),
        .setStorage: (
            "set storage", "SetStorage",
            "Create it with its capacity, use an option set for few known members, or keep it between uses."
        ),
        .stringStorage: (
            "string storage", "StringStorage",
            "Reserve capacity before appending, write into a buffer that is kept, or take a UTF8Span or Substring; "
                + "strings up to 15 UTF-8 bytes need no storage."
        ),
        .genericBox: (
            "box of a generic value", "GenericBoxes",
            "Let the compiler specialize: @inlinable or @specialized for callers in other modules; or avoid capturing "
                + "a variable of a generic type."
        ),
        .coroutineFrame: (
            "frame of a yielding accessor", "CoroutineFrames",
            "Make the accessor inlinable, or offer a method that takes a closure."
        ),
        .asyncLet: (
            "async let", "AsyncLets",
            "Await directly where nothing runs at the same time; a child task needs memory beyond its buffer."
        ),
        .task: (
            "task", "Tasks",
            "Start fewer tasks that do more each, or use an async function of the current task."
        ),
        .rawAllocation: (
            "memory by hand", "RawAllocations",
            "Keep and reuse the memory, or use withUnsafeTemporaryAllocation, whose memory mostly lies on the stack."
        ),
        .libraryCall: (
            "call of a library", "LibraryCalls",
            "See what the called function needs memory for: reserve beforehand, reuse what it fills, or call a form of "
                + "it that writes into a buffer."
        ),
        .unknown: (
            "unknown operation", "UnknownOperations",
            "A profile (trimtab run) shows the type and the callers."
        ),
    ]

    /// A few words for a person.
    public var title: String { Self.texts[self]?.title ?? rawValue }

    /// The page of this library's documentation on it.
    public var documentationPage: String { Self.texts[self]?.page ?? "" }

    /// What helps against it.
    public var hint: String { Self.texts[self]?.hint ?? "" }
}
