internal import Profiles

/// What was used under one set of labels. The keys of ``JSONUse`` stand beside its own.
struct JSONLabels: Encodable {
    private let labels: [String: String]
    private let use: JSONUse
    private let cpuNanoseconds: Int
    private let cpuNanosecondsInterval: Nullable<[Int]>
    private let cpuSamples: Int

    private enum Key: String, CodingKey {
        case labels, cpuNanoseconds, cpuNanosecondsInterval, cpuSamples
    }

    init(_ entry: ReportLabels) {
        labels = entry.labels
        use = JSONUse(entry.use)
        cpuNanoseconds = entry.cpu.count
        cpuNanosecondsInterval = Nullable(entry.cpu.interval95.map { [$0.lowerBound, $0.upperBound] })
        cpuSamples = entry.cpu.estimate.samples
    }

    func encode(to encoder: any Encoder) throws {
        try use.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(labels, forKey: .labels)
        try container.encode(cpuNanoseconds, forKey: .cpuNanoseconds)
        try container.encode(cpuNanosecondsInterval, forKey: .cpuNanosecondsInterval)
        try container.encode(cpuSamples, forKey: .cpuSamples)
    }
}
