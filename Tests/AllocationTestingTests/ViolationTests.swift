import AllocationTracking
import Testing

@testable import AllocationTesting

/// What a test that breaks its rules is told.
@Suite(.enabled(if: AllocationHooks.status == .active, "allocations are not counted in this build"))
struct ViolationTests {
    @Test func anObjectTooManyIsNamedWithItsLineAndType() async throws {
        let line = #line + 1
        let violations = try await violations(of: .atMost(1)) { for value in 1...2 { use(Node(value)) } }
        try #require(violations.count == 1)
        let lines = violations[0].split(separator: "\n")
        #expect(lines[0].hasPrefix("The test allocated 2 blocks of "))
        #expect(lines[0].hasSuffix(" in all; it may allocate at most 1 block:"))
        #expect(lines[1].hasPrefix("  2 blocks of "))
        #expect(lines[1].hasSuffix(": AllocationTestingTests.Node"))
        #expect(violations[0].contains("Tests/AllocationTestingTests/ViolationTests.swift:\(line) in "))
    }

    @Test func collectionsAndClosuresAreNamedByWhatTheyHold() async throws {
        let violations = try await violations(of: .atMost(0)) {
            let values = Dictionary(uniqueKeysWithValues: (0..<100).map { ("a key too long to be inline \($0)", $0) })
            let node = Node(values.count)
            let other = Node()
            node.action = { other.value + values.count }
            use(node)
        }
        let text = try #require(violations.first)
        #expect(text.contains(": Dictionary<String, Int> storage"))
        #expect(text.contains(": String storage"))
        #expect(text.contains(": AllocationTestingTests.Node"))
        #expect(text.contains(": captured variable or closure context (AllocationTestingTests.Node, "))
    }

    @Test func eachBrokenRuleIsToldByItself() async throws {
        let violations = try await violations(of: .atMost(0), .exactly(1), .exactly(2), .bytes(atMost: 15)) {
            use(Node())
        }
        try #require(violations.count == 3)
        #expect(violations[0].contains("; it may allocate at most 0 blocks:"))
        #expect(violations[1].contains("; it must allocate exactly 2 blocks:"))
        #expect(violations[2].contains("; it may allocate at most 15 bytes:"))
    }

    @Test func tooFewBlocksAreAViolation() async throws {
        #expect(
            try await violations(of: .exactly(1)) {} == [
                "The test allocated 0 blocks of 0 bytes; it must allocate exactly 1 block."
            ]
        )
    }

    @Test func allocationsOfChildTasksAreNamed() async throws {
        let line = #line + 2
        let violations = try await violations(of: .atMost(0)) {
            await withTaskGroup(of: Void.self) { group in group.addTask { use(Node()) } }
        }
        let text = try #require(violations.first)
        #expect(text.contains("  1 block of "))
        #expect(text.contains(": AllocationTestingTests.Node\n"))
        #expect(text.contains("ViolationTests.swift:\(line) in "))
    }

    @Test func moreThanTheTraceHoldsIsCountedExactly() async throws {
        let violations = try await violations(of: .exactly(0), warmUps: 0) {
            for _ in 0..<300_000 { UnsafeMutableRawPointer.allocate(byteCount: 16, alignment: 16).deallocate() }
        }
        let text = try #require(violations.first)
        #expect(text.hasPrefix("The test allocated 300000 blocks of 4800000 bytes in all; "))
        #expect(text.contains(" blocks of them did not fit into the trace."))
    }

    @Test func aBodyOnTheMainActorIsRefused() async throws {
        let refusal = "on the main actor, where allocations are not counted."
        let isolated = try await violations(of: .atMost(0)) { @MainActor in use(Node()) }
        #expect(isolated.count == 1)
        #expect(isolated.first?.contains(refusal) == true)
        let hopping = try await violations(of: .atMost(0), warmUps: 0) { await MainActor.run { use(Node()) } }
        #expect(hopping.first?.contains(refusal) == true)
    }

    @Test func waitingForOthersIsNoHopToTheMainActor() async throws {
        let violations = try await violations(of: .atMost(1000)) {
            await Task.detached { use(Node()) }.value
            try await Task.sleep(for: .milliseconds(1))
        }
        #expect(violations == [])
    }

    @Test func errorsAreHandedOnAndEndTheRuns() async throws {
        struct Failure: Error {}
        let runs = Runs()
        await #expect(throws: Failure.self) {
            _ = try await violations(of: .atMost(0), warmUps: 5) {
                if await runs.next() == 2 { throw Failure() }
            }
        }
        #expect(await runs.count == 2)
    }

    @Test(arguments: [0, 1, 4]) func theBodyRunsOnceMoreThanItWarmsUp(warmUps: Int) async throws {
        let runs = Runs()
        #expect(try await violations(of: .atMost(100), warmUps: warmUps) { _ = await runs.next() } == [])
        #expect(await runs.count == warmUps + 1)
    }

    private actor Runs {
        private(set) var count = 0

        func next() -> Int {
            count += 1
            return count
        }
    }
}
