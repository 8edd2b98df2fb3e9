import Profiles
import Profiling
import Testing

/// Which labels hold where.
struct ProfileLabelsTests {
    private struct Failure: Error, Equatable {}

    @Test func innerLabelsAddToOuterOnesAndTakeTheirPlace() async {
        await withProfileLabels(["route": "/a", "tenant": "x"]) {
            await Task.yield()
            withProfileLabels(["route": "/b"]) {
                #expect(ProfileLabels.current == ["route": "/b", "tenant": "x"])
            }
            #expect(ProfileLabels.current == ["route": "/a", "tenant": "x"])
        }
        #expect(ProfileLabels.current.isEmpty)
    }

    @Test func childTasksHaveThemAndDetachedOnesDoNot() async {
        await withProfileLabels(["route": "/a"]) {
            async let bound = ProfileLabels.current
            #expect(await bound == ["route": "/a"])
            #expect(await Task { ProfileLabels.current }.value == ["route": "/a"])
            #expect(await Task.detached { ProfileLabels.current }.value == [:])
        }
    }

    @Test func resultsAndErrorsArePassedOn() async throws {
        #expect(withProfileLabels(["a": "b"]) { 7 } == 7)
        #expect(await withProfileLabels(["a": "b"]) { () async -> Int in 8 } == 8)
        #expect(throws: Failure()) { try withProfileLabels(["a": "b"]) { throw Failure() } }
        await #expect(throws: Failure()) {
            try await withProfileLabels(["a": "b"]) { () async throws in throw Failure() }
        }
        #expect(ProfileLabels.current.isEmpty)
    }

    @Test func theRuntimeKeepsTaskLocalValuesAsTheHooksExpect() async {
        #expect(ProfileLabels.areFoundInTasks)
    }

    @Test func processorTimeIsSummedByLabel() async throws {
        let session = try CPUProfiler.start(samplesPerSecond: 1000)
        withProfileLabels(["test": "processorTimeIsSummedByLabel"]) {
            // As long as it takes: other tests use the processors, too.
            while samples() < 3 { _ = (0..<1000).reduce(0, ^) }
        }
        let profile = session.stop()
        let labelled = profile.stacks.filter { $0.labels["test"] == "processorTimeIsSummedByLabel" }
        #expect(labelled.reduce(0) { $0 + $1.time.samples } >= 3)
        #expect(profile.stacks.contains { $0.labels.isEmpty } || profile.stacks.count == labelled.count)
    }

    private func samples() -> Int {
        ProfileLabels.usage().first { $0.labels["test"] != nil }?.cpuNanoseconds.samples ?? 0
    }
}
