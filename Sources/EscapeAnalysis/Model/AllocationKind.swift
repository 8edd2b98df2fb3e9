/// What is allocated. The raw value is what reports show.
public enum AllocationKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// An instance of a class or an actor.
    case classInstance = "class"
    /// A variable that a closure shares with the function that declared it.
    case capturedVariable = "box"
    /// What a closure keeps of its surroundings.
    case closureContext = "closure"
    /// A value in an `any` type, or in `Any`, that has room for three words.
    case existentialBox = "existential"
    /// An error in `any Error`.
    case errorBox = "error"
    /// The payload of an `indirect` case.
    case indirectEnum = "indirect"
    case arrayStorage = "array"
    case dictionaryStorage = "dictionary"
    case setStorage = "set"
    case stringStorage = "string"
    /// A box for a value whose size is known at run time only.
    case genericBox = "generic"
    /// The state of an accessor that yields.
    case coroutineFrame = "coroutine"
    case asyncLet = "async-let"
    case task = "task"
    /// Memory that the code asks for by itself, as with `UnsafeMutablePointer.allocate(capacity:)`.
    case rawAllocation = "raw"
    /// What a called function of a library allocates.
    case libraryCall = "library"
    /// The operation is not known.
    case unknown = "unknown"
}
