#if Server

import AllocationTracking
import CoreMetrics
import Foundation
import MemoryTuning
import ObjectPools
import Profiles
import Profiling
import ServiceLifecycle
import Synchronization
import Telemetry
import Tracing
import Trimtab

/// Does something for every metric of Trimtab's table, then ends.
final class EveryMetric: Service {
    private struct Facts: Encodable {
        var operations = 0
        var poolGets = 0
        var poolPuts = 0
        var refused = 0
        var tasks: Int?
        var labels: [String] = []
    }

    private let trimtab: TrimtabService
    private let admission: AdmissionController?
    private let pool = ObjectPool<Scratch>(name: "scratch")
    private let known = Mutex(Facts())

    init(trimtab: TrimtabService) throws {
        self.trimtab = trimtab
        admission = try trimtab.tuner.map { try AdmissionController(tuner: $0) }
        if let admission { trimtab.publish(.admission(admission)) }
    }

    func run() async throws {
        countOperations()
        usePool()
        try await useAdmission()
        recordAllocations()
        await useLabels()
        if let tuner = trimtab.tuner { _ = await tuner.reclaim() }
        try await waitForHeartbeat()
        known.withLock { $0.tasks = LiveTasks.count }
    }

    func facts() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(known.withLock { $0 }), as: UTF8.self)
    }

    private func countOperations() {
        let operations = Counter(label: "workload.operations")
        for number in 0..<100 {
            withSpan("operation") { span in
                span.attributes["number"] = number
                operations.increment()
            }
        }
        known.withLock { $0.operations = 100 }
    }

    private func usePool() {
        for _ in 0..<50 { pool.withObject { $0.bytes.append(1) } }
        known.withLock {
            $0.poolGets = pool.statistics.gets
            $0.poolPuts = pool.statistics.puts
        }
    }

    private func useAdmission() async throws {
        guard let admission else { return }
        // What is too large is known once there is a limit.
        while trimtab.tuner?.effectiveLimit == nil { try await Task.sleep(for: .milliseconds(5)) }
        try await admission.withAdmission {}
        do {
            try await admission.admit(bytes: .max).end()
        } catch is AdmissionRefusal {
            known.withLock { $0.refused += 1 }
        }
    }

    private func recordAllocations() {
        let recorder = AllocationRecorder()
        _ = recorder.record(type: "slice", preAllocated: true) { [Int](repeating: 1, count: 100) }
    }

    /// Until there are samples of memory and of processor time.
    private func useLabels() async {
        let session = try? CPUProfiler.start(samplesPerSecond: 1_000)
        let end = ContinuousClock.now + .seconds(60)
        await withProfileLabels(["route": "/work", "tenant": "a"]) {
            var kept: [[UInt8]] = []
            while ContinuousClock.now < end, !Self.isLabelSampled {
                kept.append([UInt8](repeating: 1, count: 1 << 16))
                if kept.count > 64 { kept.removeAll() }
                await Task.yield()
            }
        }
        _ = session?.stop()
        known.withLock {
            $0.labels = ProfileLabels.usage().filter { $0.cpuNanoseconds.samples > 0 }.map { "\($0.labels)" }
        }
    }

    private static var isLabelSampled: Bool {
        ProfileLabels.usage().contains { $0.allocatedBytes.samples > 0 && $0.cpuNanoseconds.samples > 0 }
    }

    /// The delay of tasks is measured some times a second.
    private func waitForHeartbeat() async throws {
        guard let prometheus = trimtab.telemetry?.prometheus else { return }
        let end = ContinuousClock.now + .seconds(600)
        while ContinuousClock.now < end {
            let text = String(decoding: prometheus.respond(accept: nil).body, as: UTF8.self)
            if text.contains("swift_executor_delay_seconds_count") { return }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

/// What the pool keeps.
struct Scratch: Poolable {
    var bytes: [UInt8] = []

    mutating func reset() { bytes.removeAll(keepingCapacity: true) }
}

#endif
