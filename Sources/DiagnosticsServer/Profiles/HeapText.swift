#if Server

internal import Profiles

/// A heap profile as text, as Go writes it for `debug=1` and the tools of gperftools read it.
struct HeapText {
    private let profile: HeapProfile

    init(_ profile: HeapProfile) {
        self.profile = profile
    }

    var text: String {
        let sites = profile.callSites()
        // Without an interval behind it, since the numbers are estimates already and nobody shall scale them again.
        var text = "heap profile: \(Self.numbers(sites)) @ heapprofile\n"
        for site in sites {
            let locations = site.stack.filter { profile.locations.indices.contains($0) }.map { profile.locations[$0] }
            let addresses = locations.map { " 0x" + String($0.address, radix: 16) }.joined()
            text += "\(Self.numbers([site])) @\(addresses)\n"
            for location in locations {
                for frame in location.frames { text += FrameText.line(frame, at: location.address) }
            }
            text += "\n"
        }
        let totals = profile.totals
        return text + """
            # allocations = \(totals.allocations)
            # deallocations = \(totals.deallocations)
            # allocated bytes = \(totals.allocatedBytes)
            # live bytes = \(totals.liveBytes)
            # samples = \(profile.sampling.taken)
            # dropped samples = \(profile.sampling.dropped)

            """
    }

    /// Objects and bytes in use, and in brackets allocated.
    private static func numbers(_ sites: [Site]) -> String {
        func sum(_ estimate: (Site) -> Estimate) -> Int { max(0, Estimate.count(sites.map(estimate))) }
        return "\(sum(\.inUse.objects)): \(sum(\.inUse.bytes)) [\(sum(\.allocated.objects)): \(sum(\.allocated.bytes))]"
    }
}

#endif
