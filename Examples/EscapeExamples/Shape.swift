/// Something that has an area.
public protocol Shape {
    var area: Double { get }
}
