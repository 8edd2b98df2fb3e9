#if os(Linux)

import CoreMetrics
import Dispatch
import Foundation
import Logging
@testable import MemoryTuning
import ObjectPools
import Testing

/// What goes on while all threads that run tasks are busy: each in a process of its own.
///
/// Should the tuner be left without a thread, the busy ones give up after half a minute.
@Suite(.serialized) struct BusyThreadsTests {
    /// Keeps all threads that run tasks busy until something holds.
    /// - Returns: Whether it held while all were busy.
    private static func keepThreadsBusy(until holds: @escaping @Sendable () -> Bool) async -> Bool {
        let arrived = Guarded(0)
        let hasHeld = Guarded(false)
        let end = DispatchTime.now() + 30
        let threads = ProcessInfo.processInfo.activeProcessorCount
        await withTaskGroup { group in
            for _ in 0..<threads {
                group.addTask {
                    arrived.withLock { $0 += 1 }
                    // Busy and not asleep: Dispatch adds threads where those that it has do not run.
                    while !hasHeld.withLock({ $0 }), DispatchTime.now() < end {
                        if arrived.withLock({ $0 }) == threads, holds() { hasHeld.withLock { $0 = true } }
                    }
                }
            }
        }
        return hasHeld.withLock { $0 }
    }

    private static let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    private static func tuner(_ memory: PlannedMemory) throws -> MemoryTuner {
        try MemoryTuner(
            configuration: .init(reserve: 0, interval: .milliseconds(20), cacheTimeout: .milliseconds(20)),
            logger: quiet,
            metrics: NOOPMetricsHandler.instance,
            observer: memory,
            actions: memory,
            clock: RelativeClock(QueueClock())
        )
    }

    @Test func theTunerLooksAndReclaims() async {
        await #expect(processExitsWith: .success) {
            let memory = PlannedMemory(resident: 20 << 20, groupLimit: 100 << 20, yields: [.trim: 40 << 20])
            let tuner = try BusyThreadsTests.tuner(memory)
            let running = Task { try await tuner.run() }
            while tuner.effectiveLimit == nil { await Task.yield() }
            let isSeen = await BusyThreadsTests.keepThreadsBusy {
                memory.change { ($0.resident, $0.groupUsed) = (98 << 20, 98 << 20) }
                return memory.count(of: .trim) > 0 && tuner.currentPressure == .critical
            }
            #expect(isSeen)
            running.cancel()
            try await running.value
        }
    }

    private struct Cache: Reclaimable {
        let name = "cache"

        func reclaim(_ request: ReclaimRequest) async -> Int { 0 }
    }

    @Test func aCacheThatGetsNoThreadIsNotWaitedFor() async {
        await #expect(processExitsWith: .success) {
            let memory = PlannedMemory(resident: 98 << 20, groupLimit: 100 << 20)
            let tuner = try BusyThreadsTests.tuner(memory)
            tuner.register(Cache())
            let isAsked = Guarded(false)
            let isTrimmed = await BusyThreadsTests.keepThreadsBusy {
                isAsked.withLock {
                    guard !$0 else { return }
                    $0 = true
                    let request = ReclaimRequest(pressure: .critical, goal: nil)
                    _ = tuner.run(ReclaimPlan(reason: .emergency, steps: [.caches, .trim], request: request))
                }
                return memory.count(of: .trim) > 0
            }
            #expect(isTrimmed)
        }
    }
}

#endif
