/// Gives samples and sites the types of their blocks.
///
/// What is in use goes by the live samples of each type. What was allocated is shared out in proportion to the samples
/// of the stack whose types were seen, live and freed; freed ones that nobody saw count for nothing.
struct TypedSites {
    private(set) var sites: [Site]
    private(set) var samples: [Sample]
    private let isShared: [Bool]
    private let shares: [TypeOfSite: TypeShare]
    private let evidence: [ObjectAllocators.Evidence]
    /// The sites that were made for types of others.
    private var made: [TypeOfSite: Int] = [:]

    init(_ recorded: consuming RecordedSites) {
        sites = recorded.sites
        samples = recorded.samples
        isShared = recorded.isShared
        shares = recorded.shares
        evidence = recorded.evidence
    }

    mutating func assign(locations: [Location], images: [Image]) {
        let allocators = ObjectAllocators(locations: locations, images: images).find(evidence)
        guard !allocators.isEmpty else {
            for number in samples.indices { samples[number].type = nil }
            return
        }
        let isObject = sites.map { ObjectAllocators.isObject($0.stack, allocators: allocators) }
        let typesOfSite = Dictionary(grouping: shares.keys.filter { isObject[$0.site] }, by: \.site)
        for (site, types) in typesOfSite.sorted(by: { $0.key < $1.key }) { split(site, types) }
        for number in samples.indices {
            let key = TypeOfSite(site: samples[number].site, type: samples[number].type)
            if !isObject[key.site] { samples[number].type = nil }
            if isShared[number], let site = made[key] { samples[number].site = site }
        }
    }

    private mutating func split(_ number: Int, _ types: [TypeOfSite]) {
        guard types.count > 1 else {
            sites[number].type = types.first?.type
            return
        }
        // The largest first: it keeps the site's number, and the samples that rounding leaves over.
        let ordered = types.map { ($0, shares[$0] ?? TypeShare()) }
            .sorted { ($1.1.bytes, $0.0.type ?? "") < ($0.1.bytes, $1.0.type ?? "") }
        let sum = ordered.reduce(into: (objects: 0.0, bytes: 0.0)) {
            $0.objects += $1.1.objects
            $0.bytes += $1.1.bytes
        }
        let whole = sites[number]
        var rest = (allocated: whole.allocated.bytes.samples, atPeak: whole.atPeak.bytes.samples)
        for (order, (key, share)) in ordered.enumerated().reversed() {
            let part = (objects: share.objects / sum.objects, bytes: share.bytes / sum.bytes)
            let isLast = order == 0
            let allocated = isLast ? rest.allocated : min(rest.allocated, share.samples)
            let atPeak = isLast ? rest.atPeak : Int(Double(whole.atPeak.bytes.samples) * part.objects)
            rest.allocated -= allocated
            rest.atPeak -= atPeak
            var site = whole
            site.type = key.type
            site.inUse = share.inUse
            site.allocated = whole.allocated.part(objects: part.objects, bytes: part.bytes, samples: allocated)
            site.atPeak = whole.atPeak.part(objects: part.objects, bytes: part.bytes, samples: atPeak)
            if isLast {
                sites[number] = site
            } else {
                made[key] = sites.count
                sites.append(site)
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
