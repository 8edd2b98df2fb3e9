/// Why there is no check-up.
package struct CheckupError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of trouble it is. More may be added.
    package struct Code: Hashable, Sendable {
        private let name: String

        /// There is no such process, or this user may not look at it.
        package static let noProcess = Code(name: "noProcess")
        /// There is no Swift package in the folder.
        package static let noPackage = Code(name: "noPackage")
    }

    package let code: Code
    /// One line: what it is about, what is wrong, what to do.
    package let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
