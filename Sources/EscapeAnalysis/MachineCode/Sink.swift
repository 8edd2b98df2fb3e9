/// What the runtime and libc functions that allocate are for.
enum Sink: Hashable, Sendable {
    /// An object of any kind: the SIL instruction tells which.
    case object
    case box
    case error
    /// Memory without a header: raw memory, or the box of a value too large for its existential.
    case memory
    case existential
    case coroutineFrame
    case asyncLet
    case task
    /// An object that was given room on the stack.
    case stackObject
    /// An object that lies in the binary.
    case staticObject

    /// The functions, by the linker's names.
    static let byName: [String: Sink] = [
        "swift_allocObject": .object, "swift_allocEmptyBox": .object,
        "swift_allocBox": .box,
        "swift_allocError": .error,
        "swift_slowAlloc": .memory, "swift_slowAllocTyped": .memory, "swift_bufferAllocate": .memory,
        "malloc": .memory, "calloc": .memory, "realloc": .memory, "posix_memalign": .memory, "aligned_alloc": .memory,
        "memalign": .memory, "valloc": .memory, "strdup": .memory, "strndup": .memory, "__strdup": .memory,
        "reallocarray": .memory, "reallocf": .memory,
        "swift_coroFrameAlloc": .coroutineFrame,
        "swift_task_create": .task, "swift_task_create_f": .task, "swift_task_create_async": .task,
        "swift_asyncLet_begin": .asyncLet, "swift_asyncLet_start": .asyncLet,
        "swift_initStackObject": .stackObject,
        "swift_initStaticObject": .staticObject,
    ]

    /// The compiler puts a copy of such helpers into each module that needs them; they count at their callers.
    static func helper(_ name: String) -> Sink? {
        name.hasPrefix("__swift_allocate_boxed_opaque_existential") ? .existential : byName[name]
    }

    /// Whether a call of it takes memory from the heap.
    var isAllocation: Bool { self != .stackObject && self != .staticObject }

    /// Which integer argument is the size: the first of `malloc`, the second of `swift_allocObject`.
    func size(_ call: MachineCall) -> Int? {
        switch self {
        case .object: call.arguments.second
        case .memory: call.arguments.first
        default: nil
        }
    }
}

extension Sink {
    /// Can a call of it be what became of an operation of this kind?
    func canMake(_ kind: AllocationKind) -> Bool {
        switch self {
        case .object:
            switch kind {
            case .classInstance, .capturedVariable, .closureContext, .indirectEnum, .arrayStorage, .dictionaryStorage,
                .setStorage, .stringStorage, .existentialBox:
                true
            default: false
            }
        // The code that boxes a value for its existential may be inlined.
        case .box:
            kind == .capturedVariable || kind == .genericBox || kind == .indirectEnum || kind == .existentialBox
        case .error: kind == .errorBox
        case .memory: kind == .rawAllocation
        case .existential: kind == .existentialBox
        case .coroutineFrame: kind == .coroutineFrame
        case .asyncLet: kind == .asyncLet
        case .task: kind == .task
        case .stackObject, .staticObject: false
        }
    }
}
