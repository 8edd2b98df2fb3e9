import CHooksChecks
import Profiles

/// Allocations whose true amounts are known, replayed through the sampler's arithmetic.
struct KnownWorkload {
    /// What a replay gives, or what is true.
    struct Amounts {
        var allocatedBytes: Estimate
        var allocatedObjects: Estimate
        var bytesInUse: Estimate
        var objectsInUse: Estimate

        var all: [Estimate] { [allocatedBytes, allocatedObjects, bytesInUse, objectsInUse] }
    }

    static let interval: UInt64 = 512 * 1024

    let runs: [checks_run]

    /// Blocks of these sizes in these proportions, so many that about `samples` of them are sampled. Every third block
    /// stays.
    init(sizes: [UInt64], proportions: [Double], samples: Double) {
        let perPart = zip(sizes, proportions).reduce(0) { $0 + $1.1 / checks_weight($1.0, Self.interval) }
        runs = zip(sizes, proportions).map { size, proportion in
            checks_run(size: size, count: UInt64(max(1, proportion * samples / perPart)), kept_one_in: 3)
        }
    }

    var truth: Amounts {
        var allocatedBytes = 0.0
        var allocatedObjects = 0.0
        var bytesInUse = 0.0
        var objectsInUse = 0.0
        for run in runs {
            let kept = (run.count + run.kept_one_in - 1) / run.kept_one_in
            allocatedBytes += Double(run.count * run.size)
            allocatedObjects += Double(run.count)
            bytesInUse += Double(kept * run.size)
            objectsInUse += Double(kept)
        }
        return Amounts(
            allocatedBytes: Estimate(value: allocatedBytes),
            allocatedObjects: Estimate(value: allocatedObjects),
            bytesInUse: Estimate(value: bytesInUse),
            objectsInUse: Estimate(value: objectsInUse)
        )
    }

    func replay(seed: UInt64) -> Amounts {
        let replay = checks_replay(runs, UInt64(runs.count), Self.interval, seed)
        let (allocated, inUse) = (replay.allocated, replay.in_use)
        return Amounts(
            allocatedBytes: Estimate(allocated.bytes, allocated.bytes_variance, allocated.samples),
            allocatedObjects: Estimate(allocated.objects, allocated.objects_variance, allocated.samples),
            bytesInUse: Estimate(inUse.bytes, inUse.bytes_variance, inUse.samples),
            objectsInUse: Estimate(inUse.objects, inUse.objects_variance, inUse.samples)
        )
    }
}

extension Estimate {
    fileprivate init(_ value: Double, _ variance: Double, _ samples: UInt64) {
        self.init(value: value, variance: variance, samples: Int(samples))
    }
}
