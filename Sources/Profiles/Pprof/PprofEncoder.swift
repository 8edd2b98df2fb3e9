internal import struct Foundation.Date

/// Writes a profile as pprof's protobuf message, compressed bit by bit: as a whole the message would take megabytes of the
/// service whose memory is looked at.
struct PprofEncoder {
    private let profile: PprofContents
    private let file: GzipWriter
    /// What is not compressed yet.
    private var output = ProtobufWriter()
    private var strings = PprofStringTable()
    private var functions: [FunctionKey: Int] = [:]
    private var hasUnknownStack = false

    private struct FunctionKey: Hashable {
        var name: String
        var systemName: String
        var filename: String
    }

    private static let partSize = 64 << 10

    /// The gzipped message.
    static func encode(_ profile: PprofContents) throws(GzipError) -> [UInt8] {
        var encoder = PprofEncoder(profile, file: try GzipWriter())
        encoder.writeSampleTypes()
        encoder.writeSamples()
        encoder.writeMappings()
        encoder.writeLocations()
        encoder.writeUnknownLocation()
        encoder.writeFacts()
        // Last, because all the above add to it.
        for string in encoder.strings.strings {
            encoder.output.string(PprofField.Profile.stringTable, string)
            encoder.compress(ifLongerThan: Self.partSize)
        }
        encoder.compress(ifLongerThan: 0)
        return try encoder.file.finish()
    }

    private init(_ profile: PprofContents, file: GzipWriter) {
        self.profile = profile
        self.file = file
    }

    private mutating func compress(ifLongerThan size: Int) {
        guard output.bytes.count > size else { return }
        file.write(output.bytes)
        output.removeAll()
    }

    /// Writes a field of the profile. Nothing refers to where a field stands, so it can go at once.
    private mutating func message(_ field: Int, _ write: (inout ProtobufWriter) -> Void) {
        output.message(field, write)
        compress(ifLongerThan: Self.partSize)
    }

    // MARK: Samples

    private mutating func writeSampleTypes() {
        for type in profile.sampleTypes {
            writeValueType(PprofField.Profile.sampleType, type.type, type.unit)
        }
    }

    private mutating func writeSamples() {
        for sample in profile.samples where sample.values.contains(where: { $0 != 0 }) {
            var stack = sample.stack.filter { profile.locations.indices.contains($0) }.map { $0 + 1 }
            if stack.isEmpty {
                // pprof leaves samples without a location out of its totals.
                stack = [unknownLocation]
                hasUnknownStack = true
            }
            let labels = sample.labels.map { label in
                (key: strings.index(of: label.key), value: number(label.value))
            }
            message(PprofField.Profile.sample) { message in
                message.packed(PprofField.Sample.locations, stack)
                message.packed(PprofField.Sample.values, sample.values)
                for label in labels {
                    message.message(PprofField.Sample.label) { inner in
                        inner.integer(PprofField.Label.key, label.key)
                        inner.integer(PprofField.Label.text, label.value.text)
                        inner.integer(PprofField.Label.number, label.value.number)
                        inner.integer(PprofField.Label.numberUnit, label.value.unit)
                    }
                }
            }
        }
    }

    /// A label's value with the strings in it as their numbers.
    private mutating func number(_ value: PprofContents.LabelValue) -> (text: Int, number: Int, unit: Int) {
        switch value {
        case .text(let text): (strings.index(of: text), 0, 0)
        case .number(let number, let unit): (0, number, strings.index(of: unit))
        }
    }

    /// The id of the location that stands for a stack of which nothing is known.
    private var unknownLocation: Int { profile.locations.count + 1 }

    // MARK: Code

    /// Images keep their order but for the program's own: pprof takes the first mapping for the main binary.
    private mutating func writeMappings() {
        let main = profile.images.firstIndex { $0.path == profile.programPath }
        let order = profile.images.indices.sorted { $0 == main && $1 != main }
        let contents = contentsOfImages()
        for index in order {
            let image = profile.images[index]
            let filename = strings.index(of: image.path)
            let buildID = strings.index(of: image.buildID.map(Self.hexadecimal).joined())
            message(PprofField.Profile.mapping) { mapping in
                typealias Field = PprofField.Mapping
                mapping.integer(Field.id, index + 1)
                mapping.unsigned(Field.start, image.range.lowerBound)
                mapping.unsigned(Field.limit, image.range.upperBound)
                // The range begins with the file's first segment, so the file offset is 0 and left out.
                mapping.integer(Field.filename, filename)
                mapping.integer(Field.buildID, buildID)
                mapping.flag(Field.hasFunctions, contents[index].hasFunctions)
                mapping.flag(Field.hasFilenames, contents[index].hasFilenames)
                mapping.flag(Field.hasLineNumbers, contents[index].hasLineNumbers)
                mapping.flag(Field.hasInlineFrames, contents[index].hasInlineFrames)
            }
        }
    }

    private struct Contents {
        var hasFunctions = false
        var hasFilenames = false
        var hasLineNumbers = false
        var hasInlineFrames = false
    }

    /// What is known of each image's code. pprof symbolicates by itself only mappings with none of these.
    private func contentsOfImages() -> [Contents] {
        var contents = [Contents](repeating: Contents(), count: profile.images.count)
        for location in profile.locations {
            guard let image = location.image, contents.indices.contains(image) else { continue }
            for frame in location.frames {
                contents[image].hasFunctions = contents[image].hasFunctions || !frame.function.hasPrefix("0x")
                contents[image].hasFilenames = contents[image].hasFilenames || frame.file != nil
                contents[image].hasLineNumbers = contents[image].hasLineNumbers || frame.line != nil
                contents[image].hasInlineFrames = contents[image].hasInlineFrames || frame.isInlined
            }
        }
        return contents
    }

    private mutating func writeLocations() {
        for (index, location) in profile.locations.enumerated() {
            let lines = location.frames.map { frame in
                (function: function(frame), line: frame.line ?? 0, column: frame.column ?? 0)
            }
            message(PprofField.Profile.location) { message in
                message.integer(PprofField.Location.id, index + 1)
                message.integer(PprofField.Location.mapping, location.image.map { $0 + 1 } ?? 0)
                // pprof's tools look an address up as it stands, and a return address may lie on the next line, or
                // even in the next function: what they expect is an address within the call, one byte before.
                message.unsigned(PprofField.Location.address, location.address == 0 ? 0 : location.address - 1)
                for line in lines {
                    message.message(PprofField.Location.line) { message in
                        message.integer(PprofField.Line.function, line.function)
                        message.integer(PprofField.Line.line, line.line)
                        message.integer(PprofField.Line.column, line.column)
                    }
                }
            }
        }
    }

    private mutating func writeUnknownLocation() {
        guard hasUnknownStack else { return }
        let function = function(Frame(function: PprofUnknownStack.name))
        message(PprofField.Profile.location) { [unknownLocation] message in
            message.integer(PprofField.Location.id, unknownLocation)
            message.message(PprofField.Location.line) { $0.integer(PprofField.Line.function, function) }
        }
    }

    /// The id of the frame's function, which is written when first met.
    private mutating func function(_ frame: Frame) -> Int {
        let key = FunctionKey(name: frame.function, systemName: frame.mangledName, filename: frame.file ?? "")
        if let id = functions[key] { return id }
        let id = functions.count + 1
        functions[key] = id
        let name = strings.index(of: key.name)
        let systemName = strings.index(of: key.systemName)
        let filename = strings.index(of: key.filename)
        message(PprofField.Profile.function) { function in
            function.integer(PprofField.Function.id, id)
            function.integer(PprofField.Function.name, name)
            function.integer(PprofField.Function.systemName, systemName)
            function.integer(PprofField.Function.filename, filename)
        }
        return id
    }

    // MARK: Facts

    private mutating func writeFacts() {
        typealias Field = PprofField.Profile
        writeValueType(Field.periodType, profile.periodType.type, profile.periodType.unit)
        output.integer(Field.period, profile.period)
        output.integer(Field.timeNanoseconds, Self.nanoseconds(profile.start?.timeIntervalSince1970 ?? 0))
        output.integer(Field.durationNanoseconds, Self.nanoseconds(profile.duration))
        if !profile.dropFrames.isEmpty { output.integer(Field.dropFrames, strings.index(of: profile.dropFrames)) }
        output.integer(Field.defaultSampleType, strings.index(of: profile.defaultSampleType))
        output.packed(Field.comment, [strings.index(of: profile.comment)])
    }

    private mutating func writeValueType(_ field: Int, _ type: String, _ unit: String) {
        let indices = (type: strings.index(of: type), unit: strings.index(of: unit))
        message(field) { message in
            message.integer(PprofField.ValueType.type, indices.type)
            message.integer(PprofField.ValueType.unit, indices.unit)
        }
    }

    private static func nanoseconds(_ seconds: Double) -> Int {
        Int(exactly: (seconds * 1e9).rounded()) ?? 0
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
    }
}
