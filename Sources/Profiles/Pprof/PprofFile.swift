/// The messages of a pprof file as they stand in it: strings and cross references are still numbers.
struct PprofFile {
    struct ValueType {
        var type = 0
        var unit = 0
    }

    struct Sample {
        /// Where the sample's locations stand in ``PprofFile/stackEntries``, innermost first.
        var stack = 0..<0
        /// Where the sample's values stand in ``PprofFile/values``, one per sample type.
        var values = 0..<0
        /// Where the sample's labels stand in ``PprofFile/labels``.
        var labels = 0..<0
    }

    struct Label {
        var key = 0
        /// 0 for a label that is a number.
        var text = 0
    }

    struct Mapping {
        var id: UInt64 = 0
        var start: UInt64 = 0
        var limit: UInt64 = 0
        var fileOffset: UInt64 = 0
        var filename = 0
        var buildID = 0
    }

    struct Location {
        var id: UInt64 = 0
        var mapping: UInt64 = 0
        var address: UInt64 = 0
        /// Where the location's lines stand in ``PprofFile/lines``, innermost inlined function first.
        var lines = 0..<0
    }

    struct Line {
        var function: UInt64 = 0
        var line: Int64 = 0
        var column: Int64 = 0
    }

    struct Function {
        var id: UInt64 = 0
        var name = 0
        var systemName = 0
        var filename = 0
    }

    var sampleTypes: [ValueType] = []
    var samples: [Sample] = []
    var mappings: [Mapping] = []
    var locations: [Location] = []
    var functions: [Function] = []
    var strings: [String] = []
    var comments: [UInt64] = []
    var timeNanoseconds: Int64 = 0
    var durationNanoseconds: Int64 = 0
    var periodType = ValueType()
    var period: Int64 = 0

    /// Location ids of all samples, one after the other.
    var stackEntries: [UInt64] = []
    /// Values of all samples, one after the other.
    var values: [UInt64] = []
    /// Labels of all samples, one after the other.
    var labels: [Label] = []
    /// Lines of all locations, one after the other.
    var lines: [Line] = []

    /// The string at `index`; empty where there is none.
    func string(_ index: Int) -> String {
        strings.indices.contains(index) ? strings[index] : ""
    }
}
