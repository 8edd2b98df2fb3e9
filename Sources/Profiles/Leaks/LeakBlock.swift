/// Memory in use that was allocated at one time: what one sample stands for.
public struct LeakBlock: Hashable, Sendable {
    /// When it was allocated, in seconds after the start.
    public var allocatedTime: Double
    /// How many objects it stands for.
    public var objects: Double
    /// How many bytes it stands for.
    public var bytes: Double

    public init(allocatedTime: Double, objects: Double, bytes: Double) {
        self.allocatedTime = allocatedTime
        self.objects = objects
        self.bytes = bytes
    }
}
