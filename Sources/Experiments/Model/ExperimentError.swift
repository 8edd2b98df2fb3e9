/// Why an experiment cannot go on.
package struct ExperimentError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of trouble it is. More may be added.
    package struct Code: Hashable, Sendable {
        private let name: String

        /// An option makes no sense.
        package static let badValue = Code(name: "badValue")
        /// An allocator that was asked for is not on this machine.
        package static let noAllocator = Code(name: "noAllocator")
        /// A program cannot be started.
        package static let badProgram = Code(name: "badProgram")
        /// Somebody else listens where the server is to listen.
        package static let portInUse = Code(name: "portInUse")
        /// The server does not answer, or ends by itself.
        package static let serverFailed = Code(name: "serverFailed")
        /// The load command ends with a failure, or puts no load on the server.
        package static let loadFailed = Code(name: "loadFailed")
        /// No control group with a memory limit can be made.
        package static let noControlGroup = Code(name: "noControlGroup")
        /// The file of results cannot be used.
        package static let badState = Code(name: "badState")
        /// A signal came; finished results are kept.
        package static let interrupted = Code(name: "interrupted")
        /// The Swift toolchain lacks a program.
        package static let noToolchain = Code(name: "noToolchain")
        /// The package does not build.
        package static let buildFailed = Code(name: "buildFailed")
    }

    package let code: Code
    /// One line: what it is about, what is wrong, what to do.
    package let description: String
    /// What a program printed about it, such as the server's last lines; empty if nothing.
    package let output: String

    package init(_ code: Code, _ description: String, output: String = "") {
        self.code = code
        self.description = description
        self.output = output
    }
}
