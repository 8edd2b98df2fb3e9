/// A frame of a stack, and where it was found.
public struct FoundFrame: Hashable, Sendable {
    public var frame: Frame
    /// Index into the profile's locations.
    public var location: Int
    /// Index into the profile's images; nil if no image holds the address.
    public var image: Int?
}
