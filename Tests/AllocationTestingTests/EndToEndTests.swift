import AllocationTracking
import Subprocess
import Testing

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// The traits as people meet them: the tests of ``FailingOnDemandTests``, run by the test runner in a process of their own.
@Suite(.enabled(if: AllocationHooks.status == .active, "allocations are not counted in this build"))
struct EndToEndTests {
    private func run(_ test: String) async throws -> (status: TerminationStatus, output: String) {
        let result = try await Subprocess.run(
            .path("/proc/self/exe"),
            arguments: ["--testing-library", "swift-testing", "--filter", "FailingOnDemandTests/\(test)"],
            environment: .inherit.updating([.init(stringLiteral: FailingOnDemandTests.variable): "1", "NO_COLOR": "1"]),
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        return (result.terminationStatus, result.standardOutput + result.standardError)
    }

    @Test func aTestThatAllocatesAnObjectTooManyFailsWithItsLineAndType() async throws {
        let (status, output) = try await run("allocatesAnObjectTooMany")
        #expect(status != .exited(0))
        #expect(output.contains("The test allocated 2 blocks of "))
        #expect(output.contains("; it may allocate at most 1 block:"))
        #expect(output.contains(": AllocationTestingTests.Node\n"))
        let line = FailingOnDemandTests.lineOfTheObjectTooMany
        let place = "Tests/AllocationTestingTests/FailingOnDemandTests.swift:\(line)"
        #expect(output.contains("\(place) in FailingOnDemandTests.allocatesAnObjectTooMany()"))
    }

    @Test func aTestThatLeavesACycleFailsWithItsType() async throws {
        let (status, output) = try await run("leavesACycle")
        #expect(status != .exited(0))
        #expect(output.contains(" that the test allocated has outlived it:\n"))
        #expect(output.contains(": AllocationTestingTests.Node\n"))
    }

    @Test func aTestThatWaitsForTheMainActorFails() async throws {
        let (status, output) = try await run("waitsForTheMainActor")
        #expect(status != .exited(0))
        #expect(output.contains("on the main actor, where allocations are not counted."))
    }

    @Test func onlyTheArgumentThatAllocatesMoreFails() async throws {
        let (status, output) = try await run("failsForOneArgument")
        #expect(status != .exited(0))
        #expect(output.contains("The test allocated 2 blocks of "))
        #expect(output.split(separator: " recorded an issue ").count == 2)
    }
}
