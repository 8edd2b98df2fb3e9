/// The field numbers of pprof's messages (package `perftools.profiles`, `profile.proto`), named after their messages.
enum PprofField {
    enum Profile {
        static let sampleType = 1
        static let sample = 2
        static let mapping = 3
        static let location = 4
        static let function = 5
        static let stringTable = 6
        static let dropFrames = 7
        static let timeNanoseconds = 9
        static let durationNanoseconds = 10
        static let periodType = 11
        static let period = 12
        static let comment = 13
        static let defaultSampleType = 14
    }

    enum ValueType {
        static let type = 1
        static let unit = 2
    }

    enum Sample {
        static let locations = 1
        static let values = 2
        static let label = 3
    }

    enum Label {
        static let key = 1
        static let text = 2
        static let number = 3
        static let numberUnit = 4
    }

    enum Mapping {
        static let id = 1
        static let start = 2
        static let limit = 3
        static let fileOffset = 4
        static let filename = 5
        static let buildID = 6
        static let hasFunctions = 7
        static let hasFilenames = 8
        static let hasLineNumbers = 9
        static let hasInlineFrames = 10
    }

    enum Location {
        static let id = 1
        static let mapping = 2
        static let address = 3
        static let line = 4
    }

    enum Line {
        static let function = 1
        static let line = 2
        static let column = 3
    }

    enum Function {
        static let id = 1
        static let name = 2
        static let systemName = 3
        static let filename = 4
    }
}
