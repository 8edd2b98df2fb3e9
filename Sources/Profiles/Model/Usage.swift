/// Objects and bytes, each an estimate from the same samples.
public struct Usage: Hashable, Sendable {
    public var objects: Estimate
    /// Bytes as the program requested them.
    public var bytes: Estimate

    /// How many samples both rest on.
    public var samples: Int { objects.samples }

    public init(objects: Estimate = Estimate(), bytes: Estimate = Estimate()) {
        self.objects = objects
        self.bytes = bytes
    }

    public static func + (lhs: Usage, rhs: Usage) -> Usage {
        Usage(objects: lhs.objects + rhs.objects, bytes: lhs.bytes + rhs.bytes)
    }

    public static func += (lhs: inout Usage, rhs: Usage) {
        lhs = lhs + rhs
    }
}
