/// Gives samples and sites the types of their blocks.
///
/// What is in use goes by the live samples of each type. What was allocated is shared out in proportion to the samples
/// of the stack whose types were seen, live and freed; freed ones that nobody saw count for nothing.
struct TypedSites {
    private(set) var sites: [Site]
    private(set) var samples: [Sample]
    private let typed: [RecordedSites.TypedSample]
    private let evidence: [ObjectAllocators.Evidence]

    init(_ recorded: RecordedSites, samples: [RecordedSites.TypedSample]) {
        sites = recorded.sites
        evidence = recorded.evidence
        typed = samples
        self.samples = samples.map(\.sample)
    }

    mutating func assign(locations: [Location], images: [Image]) {
        let allocators = ObjectAllocators(locations: locations, images: images).find(evidence)
        guard !allocators.isEmpty else {
            for number in samples.indices { samples[number].type = nil }
            return
        }
        let isObject = sites.map { ObjectAllocators.isObject($0.stack, allocators: allocators) }
        for number in samples.indices where !isObject[samples[number].site] { samples[number].type = nil }
        let samplesOfSite = Dictionary(grouping: samples.indices.filter { isObject[samples[$0].site] }) {
            samples[$0].site
        }
        for (site, numbers) in samplesOfSite.sorted(by: { $0.key < $1.key }) { split(site, samples: numbers) }
    }

    private struct Group {
        var inUse = Usage()
        var bytes = 0.0
        var objects = 0.0
        var samples: [Int] = []

        mutating func add(_ sample: Sample, number: Int, _ usage: Usage) {
            samples.append(number)
            objects += sample.weight
            bytes += sample.weight * Double(sample.size)
            if sample.freedTime == nil { inUse += usage }
        }
    }

    private mutating func split(_ number: Int, samples numbers: [Int]) {
        var groups: [String?: Group] = [:]
        for sample in numbers where typed[sample].isSeen || samples[sample].freedTime == nil {
            groups[samples[sample].type, default: Group()].add(samples[sample], number: sample, typed[sample].usage)
        }
        guard groups.count > 1 else {
            sites[number].type = groups.keys.first ?? nil
            return
        }
        let whole = sites[number]
        let sum = groups.values.reduce(into: (objects: 0.0, bytes: 0.0)) {
            $0.objects += $1.objects
            $0.bytes += $1.bytes
        }
        // The largest first: it keeps the site's number, and the samples that rounding leaves over.
        let ordered = groups.sorted { ($1.value.bytes, $0.key ?? "") < ($0.value.bytes, $1.key ?? "") }
        var rest = (allocated: whole.allocated.bytes.samples, atPeak: whole.atPeak.bytes.samples)
        for (order, (type, group)) in ordered.enumerated().reversed() {
            let share = (objects: group.objects / sum.objects, bytes: group.bytes / sum.bytes)
            let isLast = order == 0
            let allocated = isLast ? rest.allocated : min(rest.allocated, group.samples.count)
            let atPeak = isLast ? rest.atPeak : Int(Double(whole.atPeak.bytes.samples) * share.objects)
            rest.allocated -= allocated
            rest.atPeak -= atPeak
            var part = whole
            part.type = type
            part.inUse = group.inUse
            part.allocated = whole.allocated.part(objects: share.objects, bytes: share.bytes, samples: allocated)
            part.atPeak = whole.atPeak.part(objects: share.objects, bytes: share.bytes, samples: atPeak)
            if isLast {
                sites[number] = part
            } else {
                for sample in group.samples { samples[sample].site = sites.count }
                sites.append(part)
            }
        }
    }
}

extension Usage {
    fileprivate func part(objects objectShare: Double, bytes byteShare: Double, samples: Int) -> Usage {
        Usage(
            objects: Estimate(
                value: objects.value * objectShare,
                variance: objects.variance * objectShare,
                samples: samples
            ),
            bytes: Estimate(value: bytes.value * byteShare, variance: bytes.variance * byteShare, samples: samples)
        )
    }
}
