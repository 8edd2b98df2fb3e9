internal import CTrimtabPlatform

/// The sites of a recording, with what is in use taken from the live samples.
struct RecordedSites {
    private(set) var sites: [Site] = []
    /// By site, what its samples' first words say, freed ones' too.
    private(set) var evidence: [ObjectAllocators.Evidence] = []
    /// What the samples of each type stand for, live ones and freed ones that somebody saw.
    private(set) var shares: [TypeOfSite: TypeShare] = [:]
    /// Those that make sense and are wanted. Their types are those of the words; whether they are an object's, the stack has
    /// to show.
    private(set) var samples: [Sample] = []
    /// By sample, whether it is part of ``shares``.
    private(set) var isShared: [Bool] = []
    private var indices: [Int: Int] = [:]
    private let section: RecordingSection

    init(section: RecordingSection) {
        self.section = section
    }

    /// Reads the sites that anything was allocated at.
    mutating func read(stacks: inout RecordedStacks, threads: inout RecordedThreads, labels: RecordedLabels) {
        for number in 0..<section.count {
            guard let site = section.entry(number, as: trimtab_site.self) else { return }
            guard site.node != 0 || site.allocated_samples != 0 else { continue }
            let stack = stacks.stack(endingAt: site.node)
            let objects = Estimate(
                site.allocated_objects,
                variance: site.allocated_objects_variance,
                samples: site.allocated_samples
            )
            let bytes = Estimate(
                site.allocated_bytes,
                variance: site.allocated_bytes_variance,
                samples: site.allocated_samples
            )
            indices[number] = sites.count
            evidence.append(ObjectAllocators.Evidence(stack: stack.locations))
            sites.append(
                Site(
                    stack: stack.locations,
                    thread: stack.thread.flatMap { threads.index(ofRecord: $0) },
                    allocated: Usage(objects: objects, bytes: bytes),
                    atPeak: Usage(
                        objects: objects.part(site.peak_objects, samples: site.peak_samples),
                        bytes: bytes.part(site.peak_bytes, samples: site.peak_samples)
                    ),
                    labels: labels[stack.label]
                )
            )
        }
    }

    /// Adds the live samples to what their sites have in use, and all to what their types stand for.
    mutating func addSamples(
        _ table: RecordingSection,
        clock: RecordingClock,
        types: inout BlockType,
        kept: HeapProfile.KeptSamples
    ) {
        for number in 0..<table.count {
            guard let sample = table.entry(number, as: trimtab_sample.self) else { break }
            let isLive = sample.state == TRIMTAB_SAMPLE_LIVE.rawValue
            guard isLive || sample.state == TRIMTAB_SAMPLE_FREED.rawValue,
                sample.weight >= 1, sample.weight <= RecordingFormat.maximumWeight,
                let site = indices[Int(sample.site) - 1]
            else { continue }
            let size = Int(recorded: sample.size)
            let usage = usage(weight: sample.weight, size: Double(size))
            if isLive { sites[site].inUse += usage }
            let type = types.name(word: sample.type, body: sample.body, element: sample.element, size: size)
            let isSeen = sample.type != 0
            if isSeen { evidence[site].add(type) }
            if isSeen || isLive {
                shares[TypeOfSite(site: site, type: type), default: TypeShare()].add(usage, isLive: isLive)
            }
            guard kept == .all || kept == .live && isLive else { continue }
            isShared.append(isSeen || isLive)
            samples.append(
                Sample(
                    address: sample.address,
                    size: size,
                    weight: sample.weight,
                    site: site,
                    type: type,
                    allocatedTime: clock.seconds(sample.allocated_time),
                    freedTime: isLive ? nil : clock.seconds(sample.freed_time)
                )
            )
        }
    }

    /// A sample taken with probability p = 1 / weight stands for `weight` objects, with variance (1 - p) / p².
    private func usage(weight: Double, size: Double) -> Usage {
        let variance = weight * (weight - 1)
        return Usage(
            objects: Estimate(weight, variance: variance, samples: 1),
            bytes: Estimate(weight * size, variance: variance * size * size, samples: 1)
        )
    }
}

extension Estimate {
    /// An estimate from a recording, cut to sensible numbers.
    fileprivate init(_ value: Double, variance: Double, samples: UInt64) {
        self.init(
            value: Double(recorded: value),
            variance: Double(recorded: variance),
            samples: Int(recorded: min(samples, RecordingFormat.maximumSamples))
        )
    }

    /// An estimate from some of the samples of this one, with a proportional share of its variance.
    fileprivate func part(_ part: Double, samples: UInt64) -> Estimate {
        let share = value > 0 ? Double(recorded: part) / value : 0
        return Estimate(part, variance: variance * share, samples: samples)
    }
}
