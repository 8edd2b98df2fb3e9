/// Why processor time could not be profiled.
public struct CPUProfilerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of trouble it is. More may be added.
    public struct Code: Hashable, Sendable {
        private enum Kind {
            case unsupported, refused, badFrequency
        }

        private let kind: Kind

        /// Not on this platform, or not in this build.
        public static let unsupported = Code(kind: .unsupported)
        /// This process may not: it is a forked child, or a limit is reached.
        public static let refused = Code(kind: .refused)
        /// The number of samples a second makes no sense.
        public static let badFrequency = Code(kind: .badFrequency)
    }

    public var code: Code
    /// What is wrong and what to do about it.
    public var description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
