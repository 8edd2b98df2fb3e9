extension EscapeFinding {
    /// Why there is an allocation, or why there is none, in one sentence without a full stop.
    public var reason: String {
        switch state {
        case .heap: heapReason + (isStackLimitExceeded ? "; it was to be on the stack, which has no room for it" : "")
        case .stack: stackReason
        case .static: "constant \(storage) lies in the binary"
        case .may: mayReason
        case .unattributed: "an allocation whose operation and line are not known"
        }
    }

    /// The type as a person writes it.
    private var shownType: String? {
        guard let type, !type.isEmpty else { return nil }
        if [.arrayStorage, .dictionaryStorage, .setStorage].contains(kind),
            let open = type.firstIndex(of: "<"), type.last == ">"
        {
            return String(type[type.index(after: open)...].dropLast())
        }
        return type.hasPrefix("@opened") ? "an opened existential" : type
    }

    private var storage: String { shownType.map { "\(kind.title) of \($0)" } ?? kind.title }

    private var heapReason: String {
        let type = shownType ?? "a value"
        let inside = subject.map { ", in \($0)" } ?? ""
        switch kind {
        case .classInstance: return "an instance of \(type) is made\(inside)"
        case .capturedVariable:
            let name = subject.map { "'\($0)' " } ?? ""
            return "captured variable \(name)of type \(type) is boxed because the closure escapes"
        case .closureContext: return "the context of \(subject ?? "a closure") is made because the closure escapes"
        case .existentialBox: return "\(type) is boxed in an any type: it needs more than three words\(inside)"
        case .errorBox: return "error \(type) is boxed in any Error\(inside)"
        case .indirectEnum: return "the payload \(type) of an indirect case is boxed"
        case .genericBox: return "\(type) is boxed: its size is known at run time only\(inside)"
        case .coroutineFrame: return "the accessor yields and keeps its state in a frame of its own"
        case .asyncLet: return "async let starts a child task"
        case .task: return "a task is created\(inside)"
        case .rawAllocation: return "memory is asked for by hand\(inside)"
        case .libraryCall: return "\(subject ?? "the called function") allocates"
        case .unknown: return "an allocation by an operation that is not known\(inside)"
        case .arrayStorage, .dictionaryStorage, .setStorage, .stringStorage:
            let isNew = subject.map(RuntimeFunction.makesNewArray) ?? false
            return "\(storage) is made\(inside)\(isNew ? ", unless there are no elements" : "")"
        }
    }

    private var stackReason: String {
        switch kind {
        case .closureContext: "the context of \(subject ?? "a closure") does not escape"
        case .existentialBox: "\(shownType ?? "the value") needs no box in its any type"
        case .arrayStorage, .dictionaryStorage, .setStorage, .stringStorage: "\(storage) does not escape"
        default: "\(shownType ?? "the value") does not escape"
        }
    }

    private var mayReason: String {
        if coldPath == .metadata { return "what the runtime knows of a type is made at its first use" }
        if kind == .asyncLet {
            return "async let starts a child task, with memory of the task's own as far as it lasts"
        }
        switch kind {
        case .arrayStorage, .dictionaryStorage, .setStorage, .stringStorage:
            return "\(subject ?? "the called function") can need larger or unshared storage"
        case .coroutineFrame:
            return "\(subject ?? "an accessor") of a type that callers choose can keep its state in a frame"
        case .rawAllocation where isDirect == nil:
            return "the C function that is called by its address returns memory, which it may allocate"
        case .existentialBox:
            return "\(shownType ?? "a value") is boxed in an any type if it needs more than three words"
        case .libraryCall: break
        default: return "\(heapReason), where it is needed"
        }
        let way = isDirect == true ? "can allocate" : "can allocate in what it calls"
        return "\(subject ?? "the called function") \(way)"
    }
}
