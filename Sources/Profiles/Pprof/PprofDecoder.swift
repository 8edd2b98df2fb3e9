import Foundation

/// Turns pprof's messages into a heap profile.
struct PprofDecoder {
    private let file: PprofFile
    private let unknownLocations: Set<UInt64>
    private var profile = HeapProfile(totals: Totals(isLiveBytesExact: false))
    private var threads: [String: Int] = [:]
    /// Whether the label `type` is the Swift type.
    private let labelsTypes: Bool

    static func decode(_ file: PprofFile) throws(PprofError) -> HeapProfile {
        var decoder = PprofDecoder(file: file)
        try decoder.checkStrings()
        decoder.readFacts()
        decoder.readImages()
        decoder.readLocations()
        try decoder.readSites()
        decoder.readTotals()
        return decoder.profile
    }

    private init(file: PprofFile) {
        var file = file
        let unknownLocations = PprofUnknownStack.locations(in: file)
        file.locations.removeAll { unknownLocations.contains($0.id) }
        self.file = file
        labelsTypes = file.comments.lazy.compactMap { Int(exactly: $0) }.contains { [file] in
            PprofComment.labelsTypes(file.string($0))
        }
        self.unknownLocations = unknownLocations
    }

    private func checkStrings() throws(PprofError) {
        guard file.strings.first == "" else {
            throw .damaged("its table of strings does not begin with an empty one")
        }
    }

    private mutating func readFacts() {
        profile.samplingInterval = 0
        if file.string(file.periodType.unit) == "bytes", file.period > 0 {
            profile.samplingInterval = Int(file.period)
        }
        if file.timeNanoseconds > 0 {
            profile.start = Date(timeIntervalSince1970: Double(file.timeNanoseconds) / 1e9)
        }
        profile.duration = Double(max(0, file.durationNanoseconds)) / 1e9
    }

    private mutating func readImages() {
        profile.images = file.mappings.map { mapping in
            let start = mapping.start
            return Image(
                path: file.string(mapping.filename),
                buildID: Self.bytes(hexadecimal: file.string(mapping.buildID)),
                range: start..<max(start, mapping.limit),
                // Holds where a file's segments lie in memory as they do in the file.
                bias: start >= mapping.fileOffset ? start - mapping.fileOffset : 0
            )
        }
        if let main = profile.images.first { profile.program.path = main.path }
    }

    private mutating func readLocations() {
        let images = Dictionary(
            file.mappings.enumerated().map { ($1.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let functions = Dictionary(
            file.functions.map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        profile.locations = file.locations.map { location in
            let image = images[location.mapping]
            let lines = file.lines[location.lines]
            let frames = lines.enumerated().compactMap { offset, line -> Frame? in
                guard let function = functions[line.function] else { return nil }
                return frame(line, function, isInlined: offset < lines.count - 1, image: image)
            }
            // pprof has addresses within the call; ours are those it returns to.
            return Location(
                address: location.address == 0 ? 0 : location.address &+ 1,
                image: image,
                frames: frames
            )
        }
    }

    private func frame(
        _ line: PprofFile.Line,
        _ function: PprofFile.Function,
        isInlined: Bool,
        image: Int?
    ) -> Frame {
        let systemName = file.string(function.systemName)
        let name = file.string(function.name)
        let filename = file.string(function.filename)
        let mangledName = systemName.isEmpty ? name : systemName
        return Frame(
            function: name.isEmpty ? mangledName : name,
            mangledName: mangledName,
            file: filename.isEmpty ? nil : filename,
            line: line.line > 0 ? Int(line.line) : nil,
            column: line.column > 0 ? Int(line.column) : nil,
            isInlined: isInlined,
            // No real name is longer, and demangling a made-up one takes its time.
            origin: OriginClassifier().origin(
                ofFunction: String(mangledName.prefix(4_096)),
                file: filename.isEmpty ? nil : filename,
                image: image.map { profile.images[$0].path } ?? ""
            )
        )
    }

    // MARK: Samples

    private mutating func readSites() throws(PprofError) {
        let columns = try columnsOfValues()
        let locations = Dictionary(
            file.locations.enumerated().map { ($1.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        for sample in file.samples {
            guard sample.values.count == file.sampleTypes.count else {
                throw .damaged("a sample has \(sample.values.count) values for \(file.sampleTypes.count) sample types")
            }
            var stack: [Int] = []
            stack.reserveCapacity(sample.stack.count)
            for id in file.stackEntries[sample.stack] where !unknownLocations.contains(id) {
                guard let location = locations[id] else {
                    throw .damaged("a sample refers to location \(id), which is missing")
                }
                stack.append(location)
            }
            var site = Site(stack: stack)
            readLabels(of: sample, into: &site)
            let values = file.values[sample.values]
            for (offset, estimate) in columns {
                let value = Int64(bitPattern: values[values.startIndex + offset])
                site[keyPath: estimate].value = Double(value)
            }
            estimateVariance(of: &site.inUse)
            estimateVariance(of: &site.allocated)
            profile.sites.append(site)
        }
    }

    /// Where the values that we know stand among a sample's values.
    private func columnsOfValues() throws(PprofError) -> [(offset: Int, estimate: WritableKeyPath<Site, Estimate>)] {
        let names = file.sampleTypes.map { file.string($0.type) }
        var types = Dictionary(
            PprofSampleType.written.map { ($0.name, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        if !names.contains(PprofSampleType.inUseBytes.name) {
            types.merge(PprofSampleType.otherNames) { first, _ in first }
        }
        var columns: [(offset: Int, estimate: WritableKeyPath<Site, Estimate>)] = []
        for (offset, name) in names.enumerated() {
            if let type = types[name] { columns.append((offset, type.estimate)) }
        }
        guard !columns.isEmpty else {
            let found = names.isEmpty ? "no sample type at all" : names.prefix(8).joined(separator: ", ")
            throw PprofError(
                .notHeap,
                "the pprof file is no heap profile: it has \(found); take one that has inuse_space or alloc_space"
            )
        }
        return columns
    }

    private mutating func readLabels(of sample: PprofFile.Sample, into site: inout Site) {
        for label in file.labels[sample.labels] where label.text != 0 {
            let text = file.string(label.text)
            switch file.string(label.key) {
            case PprofLabel.thread: site.thread = site.thread ?? thread(named: text)
            case PprofLabel.type where labelsTypes: site.type = text
            case let key:
                let own = key.hasPrefix(PprofLabel.prefix) ? String(key.dropFirst(PprofLabel.prefix.count)) : key
                site.labels[own] = text
            }
        }
    }

    private mutating func thread(named name: String) -> Int {
        if let index = threads[name] { return index }
        let index = profile.threads.count
        profile.threads.append(ProfiledThread(name: name))
        threads[name] = index
        return index
    }

    /// Works out how many samples an estimate of `N` objects rests on. A block of `s` bytes is sampled with the
    /// probability `p = 1 - exp(-s / interval)`, so there were `n = N p` of them, each with a variance of
    /// `(1 - p) / p^2`.
    private func estimateVariance(of usage: inout Usage) {
        let objects = abs(usage.objects.value)
        let bytes = abs(usage.bytes.value)
        guard objects > 0, bytes > 0, profile.samplingInterval > 1 else {
            let samples = objects > 0 || bytes > 0 ? usage.objects.count.magnitude : 0
            usage.objects.samples = profile.samplingInterval == 1 ? Int(samples) : min(Int(samples), 1)
            usage.bytes.samples = usage.objects.samples
            return
        }
        let size = bytes / objects
        let p = 1 - exp(-size / Double(profile.samplingInterval))
        guard p > 0 else { return }
        let samples = max(1, (objects * p).rounded())
        let variance = samples * (1 - p) / (p * p)
        usage.objects.samples = Int(min(samples, 0x1p52))
        usage.bytes.samples = usage.objects.samples
        usage.objects.variance = variance
        usage.bytes.variance = variance * size * size
    }

    // MARK: Totals

    /// Takes the totals from our comments; without them, they are what the samples add up to.
    private mutating func readTotals() {
        var isOurs = false
        for comment in file.comments {
            guard let index = Int(exactly: comment) else { continue }
            if PprofComment.apply(file.string(index), to: &profile) { isOurs = true }
        }
        guard !isOurs else { return }
        let sites = profile.sites
        let liveObjects = Estimate.count(sites.lazy.map(\.inUse.objects))
        profile.totals.allocations = max(Estimate.count(sites.lazy.map(\.allocated.objects)), liveObjects)
        profile.totals.deallocations = profile.totals.allocations - liveObjects
        profile.totals.allocatedBytes = Estimate.count(sites.lazy.map(\.allocated.bytes))
        profile.totals.liveBytes = Estimate.count(sites.lazy.map(\.inUse.bytes))
        profile.sampling.taken = sites.reduce(0) { sum, site in
            min(sum + max(site.allocated.samples, site.inUse.samples), 1 << 60)
        }
    }

    /// The bytes of a build id; empty if it is none (Go's own ids are text).
    private static func bytes(hexadecimal text: String) -> [UInt8] {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return [] }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
