/// An executable or shared library in the watched program's memory.
public struct Image: Hashable, Sendable {
    /// The file's path as the program saw it.
    public var path: String
    /// The GNU build id; empty if the file has none.
    public var buildID: [UInt8]
    /// The addresses that its segments span.
    public var range: Range<UInt64>
    /// What to subtract from an address in memory to get the address that the file's tables use.
    public var bias: UInt64

    public init(path: String, buildID: [UInt8] = [], range: Range<UInt64> = 0..<0, bias: UInt64 = 0) {
        self.path = path
        self.buildID = buildID
        self.range = range
        self.bias = bias
    }
}
