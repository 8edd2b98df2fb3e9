/// A shape of five words.
public struct Trapezoid: Shape {
    public var bottom: Double
    public var top: Double
    public var height: Double
    public var left: Double
    public var elevation: Double

    public init(bottom: Double, top: Double, height: Double, left: Double = 0, elevation: Double = 0) {
        self.bottom = bottom
        self.top = top
        self.height = height
        self.left = left
        self.elevation = elevation
    }

    public var area: Double { (bottom + top) / 2 * height }
}
