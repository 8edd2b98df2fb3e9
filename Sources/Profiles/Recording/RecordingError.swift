/// Why a recording could not be read or saved.
public struct RecordingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of trouble it is. More may be added.
    public struct Code: Hashable, Sendable {
        private enum Kind {
            case unreadable, notARecording, wrongVersion, truncated, damaged, neverStarted, unwritable
        }

        private let kind: Kind

        /// The file cannot be opened or read.
        public static let unreadable = Code(kind: .unreadable)
        /// The file is something else.
        public static let notARecording = Code(kind: .notARecording)
        /// The file was written by another version of Trimtab, or on a machine of another byte order.
        public static let wrongVersion = Code(kind: .wrongVersion)
        /// The end of the file is missing.
        public static let truncated = Code(kind: .truncated)
        /// The file contradicts itself.
        public static let damaged = Code(kind: .damaged)
        /// No program ever wrote into the recording.
        public static let neverStarted = Code(kind: .neverStarted)
        /// The recording cannot be saved at this place.
        public static let unwritable = Code(kind: .unwritable)
    }

    public var code: Code
    /// The file's path, or what stands for it.
    public var path: String
    /// What is wrong and what to do about it.
    public var reason: String

    public init(_ code: Code, path: String, reason: String) {
        self.code = code
        self.path = path
        self.reason = reason
    }

    /// One line: the file, what is wrong with it, what to do.
    public var description: String {
        "\(path): \(reason)"
    }
}
