internal import struct Foundation.Date

/// What a pprof file is going to hold, whatever kind of profile it comes from.
struct PprofContents {
    struct Sample {
        /// Indices into ``PprofContents/locations``, innermost first.
        var stack: [Int]
        /// One for each of ``PprofContents/sampleTypes``.
        var values: [Int]
        var labels: [(key: String, value: LabelValue)] = []
    }

    enum LabelValue {
        case text(String)
        case number(Int, unit: String)
    }

    typealias ValueType = (type: String, unit: String)

    var programPath: String
    var start: Date?
    /// Seconds.
    var duration: Double
    var images: [Image]
    var locations: [Location]
    /// In the order of each sample's values.
    var sampleTypes: [ValueType]
    /// Those of a profile are made as they are written.
    var samples: any Sequence<Sample>
    /// What tools show unless told otherwise.
    var defaultSampleType: String
    var periodType: ValueType
    var period: Int
    /// A pattern of functions that pprof cuts off; empty for none.
    var dropFrames = ""
    var comment: String

    /// The file.
    func compressed() throws(PprofError) -> [UInt8] {
        do {
            return try PprofEncoder.encode(self)
        } catch {
            throw PprofError(.notWritten, "cannot compress the profile: \(error.message)")
        }
    }

    /// The program's own labels, but for one that would be taken for ours.
    static func labels(
        _ labels: [String: String],
        reserved: Set<String> = PprofLabel.reserved
    ) -> [(key: String, value: LabelValue)] {
        labels.sorted { $0.key < $1.key }.map {
            (reserved.contains($0.key) ? PprofLabel.prefix + $0.key : $0.key, .text($0.value))
        }
    }

    /// The label that tells a thread; none where it is unknown.
    static func thread(_ index: Int?, of threads: [ProfiledThread]) -> [(key: String, value: LabelValue)] {
        guard let index, threads.indices.contains(index) else { return [] }
        let thread = threads[index]
        return [(PprofLabel.thread, .text(thread.name.isEmpty ? "thread \(thread.id)" : thread.name))]
    }
}

extension PprofContents {
    init(_ profile: HeapProfile, labelsTypes: Bool = false) {
        programPath = profile.program.path
        start = profile.start
        duration = profile.duration
        images = profile.images
        locations = profile.locations
        sampleTypes = PprofSampleType.written.map { ($0.name, $0.unit) }
        let reserved = labelsTypes ? PprofLabel.reserved.union([PprofLabel.type]) : PprofLabel.reserved
        samples = profile.sites.lazy.map { [threads = profile.threads] site in
            let size = Self.uniformSize(of: site).map {
                (key: PprofLabel.bytes, value: LabelValue.number($0, unit: "bytes"))
            }
            let type = labelsTypes ? site.type.map { (key: PprofLabel.type, value: LabelValue.text($0)) } : nil
            return Sample(
                stack: site.stack,
                values: PprofSampleType.written.map { site[keyPath: $0.estimate].count },
                labels: Self.thread(site.thread, of: threads) + [size, type].compactMap { $0 }
                    + Self.labels(site.labels, reserved: reserved)
            )
        }
        defaultSampleType = PprofSampleType.inUseBytes.name
        periodType = ("space", "bytes")
        period = profile.samplingInterval
        dropFrames = PprofDropFrames.pattern
        comment = PprofComment.text(of: profile, labelsTypes: labelsTypes)
    }

    /// The size of the site's blocks where all its samples had the same one: weights then cancel out, and bytes per
    /// object is a whole number.
    private static func uniformSize(of site: Site) -> Int? {
        guard site.allocated.objects.value > 0 else { return nil }
        let size = site.allocated.bytes.value / site.allocated.objects.value
        guard size.isFinite, size >= 1, size < 0x1p52, abs(size - size.rounded()) <= size * 1e-9 else { return nil }
        return Int(size.rounded())
    }
}
