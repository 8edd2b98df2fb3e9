import Foundation
import Profiles
import Profiling
import Testing

/// Profiles of this process's own processor time.
@Suite(.serialized) struct CPUProfilerTests {
    @Test func aSessionSeesWhatWasUsedInItsTimeAlone() async throws {
        burnBefore(milliseconds: 50)
        let session = try CPUProfiler.start(samplesPerSecond: 1000)
        let used = burnWhile(milliseconds: 400)
        let profile = await session.stop().symbolicated(by: Symbolicator())
        burnBefore(milliseconds: 50)
        let seen = time(in: "burnWhile(milliseconds:)", of: profile)
        // The kernel's tick is 4 ms or 10 ms: some 40 samples and more.
        #expect(abs(seen - Double(used)) < 0.5 * Double(used), "\(seen) of \(used)")
        #expect(time(in: "burnBefore(milliseconds:)", of: profile) == 0)
        #expect(profile.program.processID == Int(getpid()) && profile.duration > 0)
        #expect(profile.sampling.taken > 0)
    }

    @Test func severalProfileAtOnceAndEachGetsItsOwn() async throws {
        let outer = try CPUProfiler.start(samplesPerSecond: 1000)
        burnBefore(milliseconds: 300)
        let inner = try CPUProfiler.start()
        burnWhile(milliseconds: 300)
        let innerProfile = await inner.stop().symbolicated(by: Symbolicator())
        let outerProfile = await outer.stop().symbolicated(by: Symbolicator())
        #expect(time(in: "burnBefore(milliseconds:)", of: innerProfile) == 0)
        #expect(time(in: "burnBefore(milliseconds:)", of: outerProfile) > 0)
        #expect(time(in: "burnWhile(milliseconds:)", of: innerProfile) > 0)
        // What was on already keeps its frequency.
        #expect(innerProfile.period == 1_000_000)
    }

    @Test func aFrequencyThatMakesNoSenseIsRefused() async {
        for frequency in [0, -1, 1001, .max] {
            let error = await #expect(throws: CPUProfilerError.self) {
                try await CPUProfiler.profile(for: .zero, samplesPerSecond: frequency)
            }
            #expect(error?.code == .badFrequency)
            #expect(error?.description.contains("\(frequency)") == true)
        }
    }

    @Test func aProfileIsReadByPprof() async throws {
        let profile = try await CPUProfiler.profile(for: .milliseconds(20))
        #expect(try Array(profile.pprof().prefix(2)) == [0x1f, 0x8b])
    }

    private func time(in function: String, of profile: CPUProfile) -> Double {
        profile.stacks.filter { stack in
            stack.stack.contains { profile.locations[$0].frames.contains { $0.function == function } }
        }.reduce(0) { $0 + $1.time.value }
    }
}

/// Uses so much of the thread's processor time.
/// - Returns: What it used, in nanoseconds.
private func burn(milliseconds: Int) -> Int {
    func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
    let start = now()
    while now() - start < milliseconds * 1_000_000 {}
    return now() - start
}

@inline(never)
private func burnBefore(milliseconds: Int) {
    let used = burn(milliseconds: milliseconds)
    #expect(used > 0)
}

@inline(never) @discardableResult
private func burnWhile(milliseconds: Int) -> Int {
    let used = burn(milliseconds: milliseconds)
    #expect(used > 0)
    return used
}
