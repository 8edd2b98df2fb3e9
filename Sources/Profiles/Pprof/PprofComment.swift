/// The facts that pprof has no field for. They travel as one comment, `trimtab key=value key=value ...`, which
/// `go tool pprof` shows above its tables; reading a profile of ours gives them back.
enum PprofComment {
    private static let start = "trimtab "

    /// Keys of a recording's exact counts and of what sampling had to drop.
    private static let counts: [(key: String, path: any WritableKeyPath<HeapProfile, Int> & Sendable)] = [
        ("pid", \.program.processID),
        ("allocations", \.totals.allocations),
        ("deallocations", \.totals.deallocations),
        ("allocated_bytes", \.totals.allocatedBytes),
        ("live_bytes", \.totals.liveBytes),
        ("peak_live_bytes", \.totals.peakLiveBytes),
        ("peak_resident_bytes", \.totals.peakResidentBytes),
        ("samples", \.sampling.taken),
        ("samples_dropped", \.sampling.dropped),
        ("stacks_truncated", \.sampling.truncatedStacks),
        ("stacks_dropped", \.sampling.droppedStacks),
        ("stacks_unwound", \.sampling.unwoundStacks),
        ("images_dropped", \.sampling.droppedImages),
    ]

    private static let typesLabelled = "types_labelled=true"
    private static let liveBytesExact = "live_bytes_exact"
    private static let peakLiveTime = "peak_live_seconds"

    /// - Parameter labelsTypes: Whether samples bear their types as labels.
    static func text(of profile: HeapProfile, labelsTypes: Bool) -> String {
        var facts = counts.map { "\($0.key)=\(profile[keyPath: $0.path])" }
        facts.append("\(liveBytesExact)=\(profile.totals.isLiveBytesExact)")
        facts.append("\(peakLiveTime)=\(profile.totals.peakLiveTime)")
        if labelsTypes { facts.append(typesLabelled) }
        return start + facts.joined(separator: " ")
    }

    /// Whether the label `type` is a Swift type, and not the program's own.
    static func labelsTypes(_ comment: String) -> Bool {
        comment.hasPrefix(start) && comment.split(separator: " ").contains(typesLabelled[...])
    }

    /// Gives `profile` what the comment says; false if it is not one of ours. Facts that make no sense are left out.
    static func apply(_ comment: String, to profile: inout HeapProfile) -> Bool {
        guard comment.hasPrefix(start) else { return false }
        for fact in comment.dropFirst(start.count).split(separator: " ") {
            let parts = fact.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { set(parts[0], to: parts[1], in: &profile) }
        }
        return true
    }

    private static func set(_ key: Substring, to value: Substring, in profile: inout HeapProfile) {
        switch key {
        case liveBytesExact[...]: profile.totals.isLiveBytesExact = value == "true"
        case peakLiveTime[...]:
            if let seconds = Double(value), seconds.isFinite, seconds >= 0 { profile.totals.peakLiveTime = seconds }
        default:
            // Bounded, so that differences between two of them cannot overflow.
            guard let count = counts.first(where: { $0.key == key }), let number = Int(value),
                (0...(1 << 60)).contains(number)
            else { return }
            profile[keyPath: count.path] = number
        }
    }
}
