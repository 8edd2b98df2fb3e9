/// One return address and, once symbolicated, the functions it lies in.
public struct Location: Hashable, Sendable {
    /// The return address in the program's memory: the instruction after the call.
    public var address: UInt64
    /// Index into ``HeapProfile/images``; nil if no image holds the address.
    public var image: Int?
    /// The frames at this address, innermost inlined call first, the function that really was called last; empty until
    /// symbolicated.
    public var frames: [Frame]

    public init(address: UInt64, image: Int? = nil, frames: [Frame] = []) {
        self.address = address
        self.image = image
        self.frames = frames
    }
}
