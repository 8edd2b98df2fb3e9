#if Server

internal import Profiles

extension OTLPEncoder {
    /// What processor time was used for, as one profile.
    ///
    /// - Parameter time: Nanoseconds since 1970, at which the profile was read.
    func profiles(of profile: CPUProfile, at time: UInt64, tables: inout ProfileTables) -> [OTLPProfile] {
        let stacks = tables.stacks(of: profile, profile.stacks.map(\.stack))
        var message = OTLPProfile(duration: profile.duration, end: time)
        message.sampleType = tables.valueType("cpu", unit: "ns")
        message.periodType = tables.valueType("cpu", unit: "ns")
        message.period = Int64(clamping: profile.period)
        message.samples = zip(profile.stacks, stacks).compactMap { stack, index in
            OTLPSample(
                stack.time.value,
                stack: index,
                attributes: tables.attributes(labels: stack.labels, thread: stack.thread, of: profile.threads),
                link: tables.link(ofLabels: stack.labels)
            )
        }
        return [message]
    }
}

#endif
