internal import Profiles

/// Objects and bytes, with the number of samples that both rest on.
public struct Measure: Hashable, Sendable {
    public private(set) var objects = Amount()
    /// Bytes as the program requested them.
    public private(set) var bytes = Amount()

    public var samples: Int { objects.estimate.samples }

    init() {}

    init(_ usage: Usage) {
        objects = Amount(usage.objects)
        bytes = Amount(usage.bytes)
    }

    static func += (lhs: inout Measure, rhs: Measure) {
        lhs.objects += rhs.objects
        lhs.bytes += rhs.bytes
    }
}
