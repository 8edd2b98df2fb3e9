#if Server

internal import Profiles

extension OTLPEncoder {
    /// The values of a heap profile, by the names that Go's profiles have given them.
    private static let sampleTypes: [(name: String, unit: String, value: @Sendable (Site) -> Double)] = [
        ("alloc_objects", "{object}", { $0.allocated.objects.value }),
        ("alloc_space", "By", { $0.allocated.bytes.value }),
        ("inuse_objects", "{object}", { $0.inUse.objects.value }),
        ("inuse_space", "By", { $0.inUse.bytes.value }),
    ]

    /// One profile for each kind of value.
    ///
    /// - Parameter time: Nanoseconds since 1970, at which the profile was read.
    func profiles(of profile: HeapProfile, at time: UInt64, tables: inout ProfileTables) -> [OTLPProfile] {
        let stacks = tables.stacks(of: profile, profile.sites.map(\.stack))
        let attributes = profile.sites.map { site in
            tables.attributes(labels: site.labels, thread: site.thread, of: profile.threads, type: site.type)
        }
        let links = profile.sites.map { tables.link(ofLabels: $0.labels) }
        return Self.sampleTypes.map { type in
            var message = OTLPProfile(duration: profile.duration, end: time)
            message.sampleType = tables.valueType(type.name, unit: type.unit)
            message.periodType = tables.valueType("space", unit: "By")
            message.period = Int64(clamping: profile.samplingInterval)
            message.samples = profile.sites.indices.compactMap { index in
                OTLPSample(
                    type.value(profile.sites[index]),
                    stack: stacks[index],
                    attributes: attributes[index],
                    link: links[index]
                )
            }
            return message
        }
    }
}

#endif
