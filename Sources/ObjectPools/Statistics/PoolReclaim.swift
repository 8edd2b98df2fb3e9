/// What a pool gave up.
public struct PoolReclaim: Hashable, Sendable {
    /// Objects destroyed.
    public var objects: Int
    /// Their bytes, as they reported them.
    public var bytes: Int

    public init(objects: Int = 0, bytes: Int = 0) {
        self.objects = objects
        self.bytes = bytes
    }

    public static func + (one: PoolReclaim, other: PoolReclaim) -> PoolReclaim {
        PoolReclaim(objects: one.objects + other.objects, bytes: one.bytes + other.bytes)
    }
}
