/// Tells whose code a function is: by its name, by its source file, by the image that holds it.
///
/// The runtime of a program built with `--static-swift-stdlib` lies in the program's own file: there only names tell.
package struct OriginClassifier: Sendable {
    /// - Parameters:
    ///   - mangled: The linker's name; empty if unknown.
    ///   - file: The source file's path, if known.
    ///   - image: The path of the image.
    func origin(ofFunction mangled: String, file: String?, image: String) -> Frame.Origin {
        if Self.allocators.contains(mangled) || Self.allocatorPrefixes.contains(where: mangled.hasPrefix) {
            return .allocator
        }
        let name = image.split(separator: "/").last ?? ""
        if let origin = Self.images.first(where: { name.hasPrefix($0.prefix) })?.origin { return origin }
        if Demangler.isSwift(mangled) {
            if Self.isReabstractionThunk(mangled) { return .swiftRuntime }
            return Self.runtimeModules.contains(Self.module(of: mangled)) ? .swiftRuntime : .application
        }
        // Where the source is known it tells more than a name: anybody may call a function swift_main.
        if let file { return Self.files.first { file.contains($0.part) }?.origin ?? .application }
        if Self.entries.contains(mangled) { return .system }
        // C++ that mentions the runtime's namespace, such as its caches in anonymous namespaces.
        if mangled.hasPrefix("_Z"), mangled.contains("5swift") { return .swiftRuntime }
        return Self.functions.first { mangled.hasPrefix($0.prefix) }?.origin ?? .application
    }

    /// Does the function only hand a closure on in another form? Its name ends so, but for what tells the parts of an
    /// asynchronous function (`TY1_`, `TQ0_`) and a partial application of it (`TA`).
    static func isReabstractionThunk(_ mangled: String) -> Bool {
        var name = Substring(mangled)
        if name.hasSuffix("_") {
            let part = name.dropLast().reversed().prefix { $0.isASCII && $0.isNumber }.count
            let rest = name.dropLast(part + 1)
            if part > 0, rest.hasSuffix("TY") || rest.hasSuffix("TQ") { name = rest.dropLast(2) }
        }
        if name.hasSuffix("TA") { name = name.dropLast(2) }
        return name.hasSuffix("TR") || name.hasSuffix("Tr")
    }

    /// The module that a Swift function was written in; empty if unknown.
    package static func module(of mangled: String) -> Substring {
        let body = mangled.dropFirst(2)
        if body.hasPrefix("s") { return extensionModule(of: mangled) ?? "Swift" }
        // Standard types have letters of their own (Sa is Array); an extension's module comes after.
        if body.hasPrefix("S"), let letter = body.dropFirst().first, letter.isLetter {
            if letter == "o" || letter == "C" { return extensionModule(of: mangled) ?? "__C" }
            return extensionModule(of: mangled) ?? (letter == "c" ? "_Concurrency" : "Swift")
        }
        let digits = body.prefix { $0.isASCII && $0.isNumber }
        guard let length = Int(digits), length > 0 else { return "" }
        let module = body.dropFirst(digits.count).prefix(length)
        // An extension of a type of another module belongs to the module that has it.
        return runtimeModules.contains(module) ? extensionModule(of: mangled) ?? module : module
    }

    /// The module in "(extension in Module):", which the demangler writes before the outermost type.
    private static func extensionModule(of mangled: String) -> Substring? {
        guard let full = Demangler.fullName(of: mangled), let start = full.firstRange(of: "(extension in ") else {
            return nil
        }
        return full[start.upperBound...].prefix { $0 != ")" }
    }

    private static let runtimeModules: Set<Substring> = [
        "Swift", "_Concurrency", "_StringProcessing", "_RegexParser", "RegexBuilder", "Synchronization", "Observation",
        "Distributed", "Runtime", "Cxx", "CxxStdlib", "_Differentiation", "_Volatile", "SwiftOnoneSupport",
        "Foundation", "FoundationEssentials", "FoundationInternationalization", "FoundationNetworking",
        "FoundationXML", "CoreFoundation", "_FoundationCollections", "Dispatch", "__C", "Glibc", "SwiftGlibc", "Musl",
        "Testing", "XCTest",
        // Trimtab's pools make what others asked them for.
        "ObjectPools",
    ]

    /// The functions that hand out memory.
    static let allocators: Set<String> = [
        "malloc", "calloc", "realloc", "reallocarray", "posix_memalign", "aligned_alloc", "memalign", "valloc",
        "pvalloc", "strdup", "strndup", "__strdup", "__strndup",
        "swift_slowAlloc", "swift_slowAllocTyped", "swift_allocObject", "_swift_allocObject_", "_swift_allocObject",
        "swift_allocBox", "swift_allocEmptyBox", "swift_bufferAllocate", "swift_coroFrameAlloc",
        "swift_task_alloc", "_swift_task_alloc_specific", "swift_initStackObject",
        // CPython's and GLib's doors to malloc.
        "_PyMem_RawMalloc", "_PyMem_RawCalloc", "_PyMem_RawRealloc", "_PyObject_Malloc", "_PyObject_Calloc",
        "_PyObject_Realloc", "PyObject_Malloc", "PyObject_Calloc", "PyObject_Realloc", "PyMem_Malloc", "PyMem_Calloc",
        "PyMem_Realloc", "PyMem_RawMalloc", "PyMem_RawCalloc", "PyMem_RawRealloc",
        "g_malloc", "g_malloc0", "g_malloc_n", "g_malloc0_n", "g_realloc", "g_realloc_n", "g_try_malloc",
        "g_slice_alloc",
    ]

    private static let allocatorPrefixes = [
        "__libc_malloc", "__libc_calloc", "__libc_realloc", "__libc_memalign", "_int_malloc", "_int_realloc",
        // operator new and new[].
        "_Znw", "_Zna",
        // Trimtab's hooks, linked into the program.
        "trimtab_",
        // swift_slowAlloc's namespaced variants.
        "_ZN5swift15swift_slowAlloc", "_ZL15_swift_allocObj", "_ZL20_swift_allocObject",
    ]

    private static let images: [(prefix: String, origin: Frame.Origin)] = [
        ("libtrimtab", .allocator), ("libjemalloc", .allocator), ("libtcmalloc", .allocator),
        ("libmimalloc", .allocator),
        ("libswift", .swiftRuntime), ("lib_Foundation", .swiftRuntime), ("libFoundation", .swiftRuntime),
        ("libdispatch", .swiftRuntime), ("libBlocksRuntime", .swiftRuntime), ("lib_InternalSwift", .swiftRuntime),
        ("libTesting", .swiftRuntime), ("lib_Testing", .swiftRuntime), ("libXCTest", .swiftRuntime),
        ("libc.so", .system), ("libc-", .system), ("libc.musl", .system), ("ld-linux", .system), ("ld-musl", .system),
        ("ld-2", .system), ("libm.so", .system), ("libpthread", .system), ("libdl.so", .system), ("librt.so", .system),
        ("libstdc++", .system), ("libc++", .system), ("libgcc_s", .system), ("libresolv", .system),
        ("libnss", .system), ("[vdso]", .system), ("linux-vdso", .system), ("linux-gate", .system),
    ]

    /// Where programs and threads begin, and what the linker's stubs for calls of other images come after.
    private static let entries: Set<String> = [
        "_init", "_start", "start_thread", "clone", "clone3", "__clone", "__clone3",
    ]

    /// Functions of the runtime, of Foundation's C parts and of libc, by how their names begin.
    private static let functions: [(prefix: String, origin: Frame.Origin)] = [
        ("swift_", .swiftRuntime), ("_swift_", .swiftRuntime), ("__swift_", .swiftRuntime),
        ("_ZN5swift", .swiftRuntime), ("_ZNK5swift", .swiftRuntime), ("_ZN7__swift", .swiftRuntime),
        ("_dispatch_", .swiftRuntime), ("dispatch_", .swiftRuntime), ("_Block_", .swiftRuntime),
        ("_CF", .swiftRuntime), ("__CF", .swiftRuntime), ("CF", .swiftRuntime), ("_NS", .swiftRuntime),
        ("_ZNSt", .system), ("_ZSt", .system), ("_ZNKSt", .system), ("_ZN9__gnu_cxx", .system),
        ("__libc_start", .system), ("__cxa_", .system), ("pthread_", .system), ("_Unwind_", .system),
    ]

    /// Directories that the toolchain's own sources were built in.
    private static let files: [(part: String, origin: Frame.Origin)] = [
        // Trimtab's hooks, linked into the program: what is static in them has no name of ours.
        ("/Sources/CTrimtabHooks/", .allocator),
        ("/swift/stdlib/", .swiftRuntime), ("/swift-foundation/", .swiftRuntime),
        ("/swift-corelibs-foundation/", .swiftRuntime), ("/swift-corelibs-libdispatch/", .swiftRuntime),
        ("/swift-foundation-icu/", .swiftRuntime), ("/swift-experimental-string-processing/", .swiftRuntime),
        ("/include/c++/", .system), ("/glibc-", .system), ("/csu/", .system),
    ]
}
