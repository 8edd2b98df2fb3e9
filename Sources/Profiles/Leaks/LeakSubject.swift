/// Whose memory is watched for leaks: a line that allocates, with the type of its blocks, or a type whatever the line.
public struct LeakSubject: Hashable, Sendable {
    /// The Swift type of the blocks; nil if unknown, as of what C allocates.
    public var type: String?
    /// The function that allocates; nil for all blocks of a type.
    public var function: String?
    /// The source file's path as the compiler recorded it.
    public var file: String?
    public var line: Int?

    public init(type: String? = nil, function: String? = nil, file: String? = nil, line: Int? = nil) {
        self.type = type
        self.function = function
        self.file = file
        self.line = line
    }

    /// Whether it stands for all blocks of a type.
    public var isWholeType: Bool { function == nil }
}
