/// Why a command could not do what was asked, in one line for the person at the terminal.
package struct CommandError: Error, CustomStringConvertible {
    /// What kind of failure it was.
    package struct Code: Hashable, Sendable {
        private let name: String

        /// An option's value makes no sense.
        package static let badValue = Code(name: "badValue")
        /// The program to run does not exist, or is of a kind that cannot be profiled.
        package static let badProgram = Code(name: "badProgram")
        /// A file to read is missing, unreadable or of another format.
        package static let badInput = Code(name: "badInput")
        /// A file to write cannot be written.
        package static let badOutput = Code(name: "badOutput")
        /// The operating system refused something that is needed.
        package static let system = Code(name: "system")
    }

    package let code: Code
    package let description: String

    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    /// Every failure before there is a child's status to return is the usage status.
    package static let exitStatus: Int32 = 2
}
