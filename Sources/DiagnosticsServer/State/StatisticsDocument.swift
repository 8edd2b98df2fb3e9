#if Server

internal import Foundation
internal import MemoryTuning
internal import ObjectPools
internal import Profiling

/// What `statistics.json` says: `docs/diagnostics.md` has its keys.
struct StatisticsDocument {
    private static let schema = 1

    let state: DiagnosticsState
    var statistics = MemoryStatistics.read(.all)

    /// - Parameter number: That of the last event that is known already.
    func json(eventsAfter number: Int = 0) -> JSONValue {
        let delay = state.probe.delay
        return [
            "schema": .integer(Self.schema),
            "time": .number(Date().timeIntervalSince1970),
            "process": process,
            "heap": heap,
            "allocations": allocations,
            "usedBytes": JSONValue(statistics.used),
            "controlGroup": controlGroup,
            "stall": stall,
            "tuner": state.tuner.map(Self.json) ?? .null,
            "pools": .array(PoolRegistry.statistics.map { Self.json($0.name, $0.statistics) }),
            "tasks": tasks,
            "executor": [
                "delaySeconds": JSONValue(delay.last), "longestDelaySeconds": JSONValue(delay.longest),
            ],
            "profiling": profiling,
            "window": window,
            "events": .array(state.events.events(after: number).map(\.json)),
        ]
    }

    private var process: JSONValue {
        let process = statistics.process
        return [
            "id": .integer(Int(ProcessInfo.processInfo.processIdentifier)),
            "name": .string(ProcessInfo.processInfo.processName),
            "uptimeSeconds": JSONValue(process.uptime),
            "residentBytes": JSONValue(process.resident),
            "anonymousBytes": JSONValue(process.anonymous),
            "virtualBytes": JSONValue(process.virtual),
            "peakResidentBytes": JSONValue(process.peak),
            "swapBytes": JSONValue(process.swap),
            "threads": JSONValue(process.threads),
            "descriptors": JSONValue(statistics.descriptors),
            "minorFaults": JSONValue(process.minorFaults),
            "majorFaults": JSONValue(process.majorFaults),
            "userSeconds": JSONValue(process.userTime),
            "systemSeconds": JSONValue(process.systemTime),
        ]
    }

    private var heap: JSONValue {
        guard let heap = statistics.heap else { return .null }
        return [
            "allocator": .string(heap.allocator.rawValue),
            "systemBytes": JSONValue(heap.system),
            "inUseBytes": JSONValue(heap.inUse),
            "idleBytes": JSONValue(heap.idle),
            "releasedBytes": JSONValue(heap.released),
            "fragmentation": JSONValue(heap.fragmentation),
            "ageSeconds": JSONValue(statistics.heapAge),
        ]
    }

    private var allocations: JSONValue {
        guard let counted = statistics.counted else { return .null }
        return [
            "count": .integer(counted.allocations),
            "freed": .integer(counted.deallocations),
            "bytes": .integer(counted.bytes),
            "liveBytes": .integer(counted.liveBytes),
            "liveObjects": .integer(counted.live),
        ]
    }

    private var controlGroup: JSONValue {
        guard let group = statistics.controlGroup else { return .null }
        return [
            "version": .integer(group.version.rawValue),
            "usageBytes": JSONValue(group.usage),
            "workingSetBytes": JSONValue(group.workingSet),
            "limitBytes": JSONValue(group.limit.effective),
            "outOfMemoryKills": JSONValue(group.events.kills),
        ]
    }

    private var stall: JSONValue {
        guard let stall = statistics.stall else { return .null }
        func times(_ times: MemoryStall.Times?) -> JSONValue {
            guard let times else { return .null }
            return [
                "last10Percent": .number(times.last10Seconds), "last60Percent": .number(times.last60Seconds),
                "totalSeconds": JSONValue(times.total),
            ]
        }
        return [
            "scope": .string("\(stall.scope)"), "some": times(stall.some), "full": times(stall.full),
        ]
    }

    private static func json(_ tuner: MemoryTuner) -> JSONValue {
        let limit = tuner.effectiveLimit
        let steps = tuner.stepStatistics.sorted { $0.key.rawValue < $1.key.rawValue }
        return [
            "limit": .string(tuner.memoryLimit.description),
            "limitBytes": JSONValue(limit?.bytes),
            "limitSource": JSONValue(limit?.source.rawValue),
            "pressure": .string(tuner.currentPressure.description),
            "isShedding": .bool(tuner.isShedding),
            "growthTrigger": .string(tuner.growthTrigger.description),
            "steps": .array(
                steps.map { step, statistics in
                    [
                        "step": .string(step.rawValue),
                        "tries": .integer(statistics.tries),
                        "releasedBytes": .integer(statistics.released),
                        "refaultedBytes": .integer(statistics.refaulted),
                        "seconds": JSONValue(statistics.time),
                        "yieldBytesPerMillisecond": .number(statistics.yield),
                        "isResting": .bool(statistics.isResting),
                    ]
                }
            ),
        ]
    }

    private static func json(_ name: String, _ pool: PoolStatistics) -> JSONValue {
        let benefit = pool.netBenefit.map { benefit -> JSONValue in
            [
                "verdict": .string("\(benefit.verdict)"),
                "savingNanoseconds": .number(benefit.savingNanoseconds),
                "marginNanoseconds": .number(benefit.marginNanoseconds),
                "isBypassed": .bool(benefit.isBypassed),
            ]
        }
        let discards = pool.discards
        return [
            "name": .string(name),
            "gets": .integer(pool.gets),
            "puts": .integer(pool.puts),
            "news": .integer(pool.news),
            "reuses": .integer(pool.reuses),
            "reusePercent": JSONValue(pool.reuseRate),
            "leased": .integer(pool.leased),
            "retained": .integer(pool.retained),
            "retainedBytes": .integer(pool.retainedBytes),
            "discards": [
                "full": .integer(discards.full), "oversize": .integer(discards.oversize),
                "expired": .integer(discards.expired), "pressure": .integer(discards.pressure),
                "drained": .integer(discards.drained), "invalid": .integer(discards.invalid),
                "bypassed": .integer(discards.bypassed),
            ],
            "netBenefit": benefit ?? .null,
        ]
    }

    private var tasks: JSONValue {
        let count = LiveTasks.count
        let status = count == nil ? state.tasks : .watched
        return ["status": .string(status.description), "count": JSONValue(count)]
    }

    private var profiling: JSONValue {
        let status = HeapProfiler.status
        let samples = HeapProfiler.samples
        return [
            "isRecording": .bool(status == .profiling),
            "reason": status == .profiling ? .null : .string(status.description),
            "samplingIntervalBytes": JSONValue(HeapProfiler.samplingInterval),
            "samples": JSONValue(samples?.taken),
            "droppedSamples": JSONValue(samples?.dropped),
            "isProfilingCPU": .bool(!state.cpuProfiles.isFree),
        ]
    }

    private var window: JSONValue {
        guard let window = state.window.withLock({ $0.map { ($0.startTime, $0.endTime) } }) else { return .null }
        return ["startTime": .number(window.0), "endTime": JSONValue(window.1)]
    }
}

#endif
