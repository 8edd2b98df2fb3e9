public import Testing

internal import Synchronization

/// A limit on what a test may allocate, or a ban on leaks. Put it last among a test's traits.
///
///     @Test(.allocations(atMost: 0)) func formatsWithoutAllocating() { ... }
///     @Test(.allocations(atMost: 2, inDebug: 5), .noLeaks) func parses() throws { ... }
///
/// The body runs on a thread of its own, so that tests beside it are not counted. It runs a few times to warm up (caches
/// fill, the runtime makes its types' metadata) and once more, which counts. A test that fails names the lines that
/// allocate and the Swift types of what they allocate.
///
/// Counted is what the body allocates, with what it calls and with its child tasks (`async let`, task groups). Not
/// counted are:
/// - what `#expect` and `#require` allocate themselves, the literals written in them included, if the build has debug
///   information and the toolchain its `llvm-symbolizer`, which tell their code from the body's;
/// - what the suite's `init` allocates, which is the test's set-up;
/// - what other threads do: `Task {}`, `Task.detached`, queues, actors with executors of their own.
///
/// A body that runs on the main actor cannot be measured; such a test fails and says so. If several traits stand at one
/// test, or at its suite, all hold, and the body runs as often as the one with most warm-up runs asks for. Where
/// allocations are not counted (see `AllocationHooks.status`), the body runs once, with a warning; but if that is so because
/// the hooks are not linked into the test program itself, the test fails and says so.
public struct AllocationTrait: TestTrait, SuiteTrait, TestScoping {
    let rule: AllocationRule
    let warmUps: Int
    private let number: Int

    private static let count = Atomic(0)

    init(_ rule: AllocationRule, warmUps: Int) {
        precondition(warmUps >= 0, "A test cannot warm up \(warmUps) times.")
        self.rule = rule
        self.warmUps = warmUps
        number = Self.count.add(1, ordering: .relaxed).newValue
    }

    /// Each test of a suite is measured by itself.
    public var isRecursive: Bool { true }

    /// Of several such traits, the first measures for all.
    public func scopeProvider(for test: Test, testCase: Test.Case?) -> AllocationTrait? {
        testCase != nil && Self.all(of: test).first?.number == number ? self : nil
    }

    /// Runs the body as often as needed and records an issue for each rule that it breaks.
    ///
    /// The body must be spelled as one that starts on its caller's executor, whatever this module's default is.
    public func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let traits = Self.all(of: test)
        let measured = MeasuredTest(
            rules: traits.map(\.rule),
            warmUps: traits.map(\.warmUps).max() ?? warmUps,
            sourceLocation: test.sourceLocation
        )
        for violation in try await measured.violations(of: function) {
            Issue.record(Comment(rawValue: violation), sourceLocation: test.sourceLocation)
        }
    }

    private static func all(of test: Test) -> [AllocationTrait] {
        test.traits.compactMap { $0 as? AllocationTrait }
    }
}

extension Trait where Self == AllocationTrait {
    /// The test fails if its body allocates more than `count` blocks in a run.
    ///
    /// - Parameters:
    ///   - count: The most blocks; a `realloc` counts as one.
    ///   - debugCount: The most in debug builds, where less is optimised away; `count` if nil.
    ///   - warmUps: Runs before the one that counts.
    public static func allocations(atMost count: Int, inDebug debugCount: Int? = nil, warmUps: Int = 2) -> Self {
        AllocationTrait(.atMost(inThisBuild(count, debugCount)), warmUps: warmUps)
    }

    /// The test fails if its body allocates more or fewer than `count` blocks in a run.
    ///
    /// - Parameters:
    ///   - count: The number of blocks; a `realloc` counts as one.
    ///   - debugCount: The number in debug builds, where less is optimised away; `count` if nil.
    ///   - warmUps: Runs before the one that counts.
    public static func allocations(exactly count: Int, inDebug debugCount: Int? = nil, warmUps: Int = 2) -> Self {
        AllocationTrait(.exactly(inThisBuild(count, debugCount)), warmUps: warmUps)
    }

    /// The test fails if its body allocates more than `bytes` in a run.
    ///
    /// - Parameters:
    ///   - bytes: The most bytes, as requested, whether they are freed again or not.
    ///   - debugBytes: The most in debug builds, where less is optimised away; `bytes` if nil.
    ///   - warmUps: Runs before the one that counts.
    public static func allocatedBytes(atMost bytes: Int, inDebug debugBytes: Int? = nil, warmUps: Int = 2) -> Self {
        AllocationTrait(.bytes(atMost: inThisBuild(bytes, debugBytes)), warmUps: warmUps)
    }

    /// The test fails if something that its body allocates outlives it; see ``noLeaks(warmUps:)``.
    public static var noLeaks: Self { noLeaks() }

    /// The test fails if something that its body allocates outlives it: objects in a cycle or in a global, and memory that
    /// was never freed; and if an object of a pool (`ObjectPools`) is borrowed and not given back, whether it is new or not.
    /// A pool whose `leaseSampling` is 1 also tells the line that borrowed.
    ///
    /// What a cache holds since the warm-up runs is no leak, and neither is what replaces something that an earlier run
    /// left. A cache that fills more slowly needs more warm-up runs. Blocks that other threads still hold have half a
    /// second to go.
    ///
    /// - Parameter warmUps: Runs before the one that counts.
    public static func noLeaks(warmUps: Int = 2) -> Self {
        AllocationTrait(.noLeaks, warmUps: warmUps)
    }

    private static func inThisBuild(_ release: Int, _ debug: Int?) -> Int {
        #if DEBUG
        debug ?? release
        #else
        release
        #endif
    }
}
