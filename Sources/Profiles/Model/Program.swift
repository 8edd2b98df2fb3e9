/// The program that a profile is about.
public struct Program: Hashable, Sendable {
    /// The executable's path.
    public var path: String
    /// The command line, the program's name first.
    public var arguments: [String]
    public var processID: Int

    public init(path: String = "", arguments: [String] = [], processID: Int = 0) {
        self.path = path
        self.arguments = arguments
        self.processID = processID
    }
}
