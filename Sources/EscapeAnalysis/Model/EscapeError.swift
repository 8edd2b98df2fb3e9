/// Why there is no escape report.
public struct EscapeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of trouble it is. More may be added.
    public struct Code: Hashable, Sendable {
        private enum Kind {
            case noPackage, noToolchain, buildFailed, toolFailed, unreadable, wrongToolchain, damaged, unwritable
            case unknownTarget
        }

        private let kind: Kind

        /// There is no Swift package in the folder.
        public static let noPackage = Code(kind: .noPackage)
        /// The Swift toolchain, or a program of it, is missing.
        public static let noToolchain = Code(kind: .noToolchain)
        /// The package does not build.
        public static let buildFailed = Code(kind: .buildFailed)
        /// A program of the toolchain failed or printed something unexpected.
        public static let toolFailed = Code(kind: .toolFailed)
        /// The package has no such target.
        public static let unknownTarget = Code(kind: .unknownTarget)
        /// A file cannot be read.
        public static let unreadable = Code(kind: .unreadable)
        /// A file does not hold what it should.
        public static let damaged = Code(kind: .damaged)
        /// A file cannot be written.
        public static let unwritable = Code(kind: .unwritable)
        /// A baseline was made with another toolchain.
        public static let wrongToolchain = Code(kind: .wrongToolchain)
    }

    public var code: Code
    /// What it is about: a file, a folder, a program.
    public var subject: String
    /// What is wrong and what to do about it.
    public var reason: String
    /// What a program printed about it, such as the compiler's errors; empty if it printed nothing.
    public var output: String

    public init(_ code: Code, subject: String, reason: String, output: String = "") {
        self.code = code
        self.subject = subject
        self.reason = reason
        self.output = output
    }

    /// One line: what it is about, what is wrong, what to do.
    public var description: String { "\(subject): \(reason)" }
}
