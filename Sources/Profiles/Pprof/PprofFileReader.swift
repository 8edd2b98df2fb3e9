/// Takes pprof's messages apart, within ``PprofLimits``. Unknown fields are skipped.
struct PprofFileReader {
    private var file = PprofFile()
    private let limits: PprofLimits

    /// - Parameter bytes: The uncompressed message.
    static func read(_ bytes: [UInt8], limits: PprofLimits) throws(PprofError) -> PprofFile {
        var reader = PprofFileReader(limits: limits)
        try reader.readProfile(ProtobufReader(bytes))
        return reader.file
    }

    private init(limits: PprofLimits) {
        self.limits = limits
    }

    private mutating func readProfile(_ message: ProtobufReader) throws(PprofError) {
        typealias Field = PprofField.Profile
        var message = message
        while let field = try message.next() {
            let value = field.value
            switch field.number {
            case Field.sampleType:
                try append(try valueType(try message.message(value)), to: \.sampleTypes, "sample types")
            case Field.sample:
                try append(try sample(try message.message(value)), to: \.samples, "samples")
            case Field.mapping:
                try append(try mapping(try message.message(value)), to: \.mappings, "mappings")
            case Field.location:
                try append(try location(try message.message(value)), to: \.locations, "locations")
            case Field.function:
                try append(try function(try message.message(value)), to: \.functions, "functions")
            case Field.stringTable:
                try append(try message.string(value), to: \.strings, "strings")
            case Field.comment:
                try message.appendIntegers(of: value, to: &file.comments, limit: limits.entries)
            case Field.periodType: file.periodType = try valueType(try message.message(value))
            case Field.timeNanoseconds: file.timeNanoseconds = try message.integer(value)
            case Field.durationNanoseconds: file.durationNanoseconds = try message.integer(value)
            case Field.period: file.period = try message.integer(value)
            default: break
            }
        }
    }

    private func valueType(_ message: ProtobufReader) throws(PprofError) -> PprofFile.ValueType {
        typealias Field = PprofField.ValueType
        var message = message
        var result = PprofFile.ValueType()
        while let field = try message.next() {
            switch field.number {
            case Field.type: result.type = try index(message, field.value)
            case Field.unit: result.unit = try index(message, field.value)
            default: break
            }
        }
        return result
    }

    private mutating func sample(_ message: ProtobufReader) throws(PprofError) -> PprofFile.Sample {
        typealias Field = PprofField.Sample
        var message = message
        var result = PprofFile.Sample()
        let stackStart = file.stackEntries.count
        let valuesStart = file.values.count
        let labelsStart = file.labels.count
        while let field = try message.next() {
            switch field.number {
            case Field.locations:
                try message.appendIntegers(of: field.value, to: &file.stackEntries, limit: limits.stackEntries)
            case Field.values:
                try message.appendIntegers(of: field.value, to: &file.values, limit: limits.stackEntries)
            case Field.label:
                try append(try label(try message.message(field.value)), to: \.labels, "labels")
            default: break
            }
        }
        result.stack = stackStart..<file.stackEntries.count
        result.values = valuesStart..<file.values.count
        result.labels = labelsStart..<file.labels.count
        return result
    }

    private func label(_ message: ProtobufReader) throws(PprofError) -> PprofFile.Label {
        typealias Field = PprofField.Label
        var message = message
        var result = PprofFile.Label()
        while let field = try message.next() {
            switch field.number {
            case Field.key: result.key = try index(message, field.value)
            case Field.text: result.text = try index(message, field.value)
            default: break
            }
        }
        return result
    }

    private func mapping(_ message: ProtobufReader) throws(PprofError) -> PprofFile.Mapping {
        typealias Field = PprofField.Mapping
        var message = message
        var result = PprofFile.Mapping()
        while let field = try message.next() {
            switch field.number {
            case Field.id: result.id = try message.unsigned(field.value)
            case Field.start: result.start = try message.unsigned(field.value)
            case Field.limit: result.limit = try message.unsigned(field.value)
            case Field.fileOffset: result.fileOffset = try message.unsigned(field.value)
            case Field.filename: result.filename = try index(message, field.value)
            case Field.buildID: result.buildID = try index(message, field.value)
            default: break
            }
        }
        return result
    }

    private mutating func location(_ message: ProtobufReader) throws(PprofError) -> PprofFile.Location {
        typealias Field = PprofField.Location
        var message = message
        var result = PprofFile.Location()
        let start = file.lines.count
        while let field = try message.next() {
            switch field.number {
            case Field.id: result.id = try message.unsigned(field.value)
            case Field.mapping: result.mapping = try message.unsigned(field.value)
            case Field.address: result.address = try message.unsigned(field.value)
            case Field.line: try append(try line(try message.message(field.value)), to: \.lines, "lines")
            default: break
            }
        }
        result.lines = start..<file.lines.count
        return result
    }

    private func line(_ message: ProtobufReader) throws(PprofError) -> PprofFile.Line {
        typealias Field = PprofField.Line
        var message = message
        var result = PprofFile.Line()
        while let field = try message.next() {
            switch field.number {
            case Field.function: result.function = try message.unsigned(field.value)
            case Field.line: result.line = try message.integer(field.value)
            case Field.column: result.column = try message.integer(field.value)
            default: break
            }
        }
        return result
    }

    private func function(_ message: ProtobufReader) throws(PprofError) -> PprofFile.Function {
        typealias Field = PprofField.Function
        var message = message
        var result = PprofFile.Function()
        while let field = try message.next() {
            switch field.number {
            case Field.id: result.id = try message.unsigned(field.value)
            case Field.name: result.name = try index(message, field.value)
            case Field.systemName: result.systemName = try index(message, field.value)
            case Field.filename: result.filename = try index(message, field.value)
            default: break
            }
        }
        return result
    }

    /// An index into the string table; one that cannot be stands for the empty string.
    private func index(_ message: ProtobufReader, _ value: ProtobufReader.Value) throws(PprofError) -> Int {
        Int(exactly: try message.unsigned(value)) ?? 0
    }

    private mutating func append<Entry>(
        _ entry: Entry,
        to table: WritableKeyPath<PprofFile, [Entry]>,
        _ what: String
    ) throws(PprofError) {
        guard file[keyPath: table].count < limits.entries else {
            throw .tooLarge("it holds more than \(limits.entries) \(what)")
        }
        file[keyPath: table].append(entry)
    }
}
