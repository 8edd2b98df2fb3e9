/// Why a pprof file could not be read or written.
public struct PprofError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure; more may be added.
    public struct Code: Hashable, Sendable {
        private let name: String

        /// The bytes are no pprof file, or one that was cut off or altered.
        public static let damaged = Code(name: "damaged")
        /// The file holds more than the reader accepts.
        public static let tooLarge = Code(name: "tooLarge")
        /// A pprof file, but not of the heap.
        public static let notHeap = Code(name: "notHeap")
        /// The profile could not be compressed.
        public static let notWritten = Code(name: "notWritten")
    }

    public var code: Code
    /// What is wrong, where, and what to do about it.
    public var message: String

    public var description: String { message }

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    static func damaged(at offset: Int, _ what: String) -> PprofError {
        PprofError(.damaged, "not a readable pprof file: at byte \(offset) \(what); take the profile again")
    }

    static func damaged(_ what: String) -> PprofError {
        PprofError(.damaged, "not a readable pprof file: \(what); take the profile again")
    }

    static func tooLarge(_ what: String) -> PprofError {
        PprofError(.tooLarge, "the pprof file is too large to read: \(what); take a profile with a larger interval")
    }
}
