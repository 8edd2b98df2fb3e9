internal import AllocationTracking
internal import Profiles
internal import Testing

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Runs a test's body on a thread of its own and judges its last run.
struct MeasuredTest: Sendable {
    var rules: [AllocationRule]
    var warmUps: Int
    var sourceLocation: SourceLocation

    /// Binaries are read once for all tests. Patient, for a verdict can rest on lines (which macro expanded to the code?),
    /// and tests run on busy machines.
    private static let symbolicator = Symbolicator(timeLimit: .seconds(600))

    /// Runs the body, and says of each rule that is broken how.
    /// - Throws: What the body throws; it is not run again then.
    func violations(of body: @concurrent @Sendable () async throws -> Void) async throws -> [String] {
        let status = AllocationHooks.status
        if status == .notLinked { return [Self.notLinked] }
        guard status == .active else { return try await warn(status.description, and: body) }
        switch try await MeasuringSlots.shared.withSlot({ try await measure(body) }) {
        case .unmeasured: return try await warn(Self.noThread, and: body)
        case .onMainActor: return [Self.onMainActor]
        case .measured(let run): return await violations(in: run)
        }
    }

    private enum Outcome: Sendable {
        case unmeasured
        case onMainActor
        case measured(MeasuredRun)
    }

    private func measure(_ body: @concurrent @Sendable () async throws -> Void) async throws -> Outcome {
        guard let thread = DedicatedThread() else { return .unmeasured }
        defer { thread.finish() }
        return try await withTaskExecutorPreference(thread) { try await measure(body, on: thread) }
    }

    private func measure(
        _ body: @concurrent @Sendable () async throws -> Void,
        on thread: DedicatedThread
    ) async throws -> Outcome {
        precondition(thread.isCurrent, "A test's executor is not used.")
        guard var trace = AllocationTrace(), var before = AllocationCounters.currentThread else { return .unmeasured }
        var after = before
        var run = 0
        let findsLeaks = rules.contains(.noLeaks)
        var leases: LeaseWatch?
        // One call for all runs, for their stacks have to be the same; and nothing else that allocates.
        while run <= warmUps {
            if findsLeaks, run == warmUps { leases = LeaseWatch() }
            trace.nextRun()
            before = AllocationCounters.currentThread ?? before
            try await body()
            after = AllocationCounters.currentThread ?? before
            if thread.wasOnMainActor { return .onMainActor }
            run += 1
        }
        if findsLeaks { trace.waitForOthers() }
        let runs = trace.finish()
        return .measured(MeasuredRun(used: after - before, runs: runs, leases: leases?.unreturned() ?? []))
    }

    private func violations(in run: MeasuredRun) async -> [String] {
        guard rules.contains(where: { run.needsExplanation(by: $0) }) else { return [] }
        let report = AllocationReport(await run.explained(by: Self.symbolicator))
        return rules.compactMap { report.violation(of: $0) }
    }

    /// Runs the body once without counting. What it expects still holds, so that is a warning and no failure.
    private func warn(
        _ reason: String,
        and body: @concurrent @Sendable () async throws -> Void
    ) async throws -> [String] {
        #if compiler(>=6.3)
        Issue.record(Comment(rawValue: reason), severity: .warning, sourceLocation: sourceLocation)
        #else
        fputs("warning: \(sourceLocation): \(reason)\n", stderr)
        #endif
        try await body()
        return []
    }

    private static let noThread = "Allocations are not counted: there are too many threads."

    private static let notLinked = """
        Allocations cannot be counted: the hooks are not linked into the test program but into a library that it loads, \
        and so malloc is not theirs. Let the test target itself depend on AllocationTesting, and link that statically.
        """

    private static let onMainActor = """
        The test, or something that it waits for, ran on the main actor, where allocations are not counted. Test code \
        that is not isolated to the main actor, or use measureAllocations(_:) in a test without this trait.
        """
}
