internal import Profiles

/// The part of a stack that belongs to a test's body.
struct BodyStack: Hashable, Sendable {
    /// On whose account a block is.
    enum Owner: Hashable, Sendable {
        case body
        /// The expectations of the test, or the test runner.
        case testing
        /// The initialiser of the test's suite.
        case setUp
        /// The runtime, for nobody in particular.
        case runtime
    }

    var owner: Owner
    /// The application's calls, innermost first, up to the test's function or to where a task of its began.
    var frames: [Frame]
    /// The function of the runtime that asked for the memory; nil if the body did.
    var runtimeFunction: String?
    /// Whether the memory is the body's, and not for the runtime's own tables or tasks.
    var isDirect: Bool

    init(of site: Site, in profile: HeapProfile) {
        // A stack for which there was no room must not be lost.
        owner = site.stack.isEmpty ? .body : .runtime
        frames = []
        isDirect = true
        for number in site.stack {
            let location = profile.locations[number]
            let image = location.image.map { profile.images[$0].path } ?? ""
            for frame in location.frames {
                switch Self.kind(of: frame, image: image) {
                case .allocator: break
                case .runtime(let isOwnTables):
                    guard frames.isEmpty else { continue }
                    runtimeFunction = runtimeFunction ?? frame.function
                    if isOwnTables { isDirect = false }
                case .expectation:
                    guard frames.isEmpty else { continue }
                    owner = .testing
                    return
                case .body:
                    owner = .body
                    frames.append(frame)
                case .runner:
                    if frames.isEmpty { owner = .testing }
                    return
                case .test:
                    if frames.isEmpty { owner = .testing }
                    // The test's function is called by what @Test makes of it, and so is the initialiser of its suite.
                    if let caller = frames.last, caller.function.contains("init(") { owner = .setUp }
                    return
                }
            }
        }
    }

    private enum Kind {
        case allocator
        case runtime(isOwnTables: Bool)
        case expectation
        case body
        /// What @Test makes of the test's function.
        case test
        case runner
    }

    private static func kind(of frame: Frame, image: String) -> Kind {
        let name = frame.mangledName
        if image.contains("/libTesting.so") { return .expectation }
        if frame.module == "AllocationTesting" { return .runner }
        switch frame.origin {
        case .allocator: return .allocator
        case .swiftRuntime, .system:
            let isTasks = image.contains("/libswift_Concurrency.so") || image.contains("/libdispatch.so")
            return .runtime(isOwnTables: isTasks || !name.hasPrefix("$s"))
        case .application: break
        }
        // Inlined into the test, an expansion is told by its file alone.
        let macros = frame.macros
        if macros.contains("@Test") || frame.file == nil && Self.isTest(name) { return .test }
        return macros.contains("expect") || macros.contains("require") ? .expectation : .body
    }

    /// Without source files, @Test is told by how the functions are named that it makes.
    private static func isTest(_ mangled: String) -> Bool {
        mangled.contains("fMp_") && mangled.contains("fMu_")
    }
}
