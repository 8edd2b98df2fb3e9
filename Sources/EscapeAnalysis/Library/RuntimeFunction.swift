/// What is known of functions by what they are for, where their code does not tell.
enum RuntimeFunction {
    /// Functions that allocate as others do, but are not what Swift code asks for: C++'s.
    static let allocating: Set<String> = ["_Znwm", "_Znam", "_ZnwmSt11align_val_t"]

    /// Does it end the program?
    static func isEnd(_ name: String) -> Bool {
        ends.contains { name.contains($0) } || name == "abort" || name == "swift_deletedMethodError"
    }

    /// Mangled identifiers of functions that never return.
    private static let ends = [
        "assertionFailure", "fatalError", "preconditionFailure", "unexpectedError", "unimplementedInitializer",
        "swift_stdlib_report", "swift_unexpectedError", "fatalErrorMessage", "_VIOLATES_",
    ]

    /// Is it a way that text takes only if it is bridged or not normalized, as few texts are, or what allocates for such
    /// text alone, as parsing numbers?
    static func isUnusual(_ name: String) -> Bool {
        unusual.contains { name.contains($0) }
    }

    private static let unusual = [
        "slow", "Slow", "foreign", "Foreign", "ormaliz", "Cocoa", "bridge", "13_parseInteger",
    ]

    /// Does a copy of a library's generic function make storage, unless there is nothing to store?
    static func isStorageMaker(_ name: String) -> Bool { isGrowth(name) || takesLiteral(name) }

    /// Does it take the elements of a dictionary's literal, as an array?
    static func takesLiteral(_ name: String) -> Bool { name.hasPrefix("$s") && name.contains("17dictionaryLiteral") }

    /// Does the function of this short name return an array in storage of its own, unless there are no elements?
    static func makesNewArray(_ shortName: String) -> Bool { newArrays.contains(shortName) }

    private static let newArrays: Set<String> = [
        "Collection.map<A, B>(_:)", "Sequence.map<A, B>(_:)", "Sequence.compactMap<A>(_:)", "Sequence.flatMap<A>(_:)",
        "Sequence.filter(_:)", "_ArrayProtocol.filter(_:)", "Sequence.sorted(by:)", "Sequence<>.sorted()",
        "Array.init<A>(_:)", "static Array.+ infix(_:_:)",
    ]

    /// Does it make room for more bytes of text than a string has without storage?
    static func isLongText(_ call: MachineCall) -> Bool {
        call.callee == "$ss11_StringGutsV4growyySiF" && call.arguments.first.map { $0 > 15 } ?? false
    }

    /// Does it pass a call on to the yielding accessor of whatever type is at hand? Such an accessor keeps its state in a
    /// frame, if the caller's room is too small for it.
    static func isAccessorOfAnyType(_ name: String) -> Bool { accessorsOfAnyType.contains { name.hasSuffix($0) } }

    /// Endings of mangled names: subscripts and variables, read and modified, called through a table.
    private static let accessorsOfAnyType = ["irTj", "iMTj", "vrTj", "vMTj"]

    /// Does it make larger or unshared storage? The library's functions, inlined, call it where theirs does not do.
    static func isGrowth(_ name: String) -> Bool {
        name.hasPrefix("$s") && growths.contains { name.contains($0) }
    }

    private static let growths = ["16_createNewBuffer", "20_consumeAndCreateNew", "20_copyOrMoveAndResize"]

    /// Does it make an array for as many elements as its first argument says? None need no storage.
    static func makesArray(_ name: String) -> Bool { arrayMakers.contains(name) }

    private static let arrayMakers: Set<String> = [
        "$sSa22_allocateUninitializedySayxG_SpyxGtSiFZ", "$ss27_allocateUninitializedArrayySayxG_BptBwlF",
        "$ss15ContiguousArrayV22_allocateUninitializedyAByxG_SpyxGtSiFZ",
    ]

    /// Is it one of the runtime's or libc's functions that allocate nothing, or nothing that a person could change?
    static func isQuiet(_ name: String) -> Bool {
        name.hasPrefix("swift_") || name.hasPrefix("_swift_") || name.hasPrefix("__swift_") || plain.contains(name)
            || name.hasPrefix("llvm.")
    }

    /// Does it count references, check exclusive access or copy memory, and nothing else?
    static func isReferenceCounting(_ name: String) -> Bool {
        referenceCounting.contains { name.hasPrefix($0) }
    }

    private static let referenceCounting = [
        "swift_retain", "swift_release", "swift_bridgeObjectRe", "swift_unownedRe", "swift_nonatomic_re",
        "swift_beginAccess", "swift_endAccess", "swift_isUniquelyReferenced", "swift_initStackObject",
        "swift_setDeallocating", "swift_deallocClassInstance", "swift_deallocPartialClassInstance",
        "swift_deallocObject", "swift_slowDealloc", "swift_errorRe", "swift_isEscapingClosureAtFileLocation",
        "swift_arrayDestroy", "swift_initStaticObject",
    ]

    private static let plain: Set<String> = [
        "memcpy", "memmove", "memset", "memcmp", "memchr", "strlen", "strcmp", "strncmp", "strchr", "free",
        "malloc_usable_size", "bzero", "read", "write", "close", "lseek", "pread", "pwrite", "clock_gettime", "getpid",
        "pthread_mutex_lock", "pthread_mutex_unlock", "pthread_self", "pthread_getspecific", "pthread_setspecific",
        "__stack_chk_fail", "_Unwind_Resume", "__cxa_begin_catch", "__cxa_end_catch", "__errno_location", "_ZdlPv",
        "_ZdaPv", "_ZdlPvm", "ceil", "floor", "sqrt", "pow", "exp", "log", "log2", "log10", "sin", "cos", "tan", "fmod",
        "round", "trunc", "rint", "nearbyint", "fma", "atan", "atan2", "asin", "acos", "sched_yield", "syscall",
    ]
}
