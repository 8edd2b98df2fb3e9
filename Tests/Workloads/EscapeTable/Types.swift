// What the functions of this folder make.

public struct Point {
    var x = 0
    var y = 0
}

public final class Row {
    public var value: Int
    public init(_ value: Int) { self.value = value }
}

/// A dictionary's literal without elements, for a property.
public final class Names {
    public var places: [Key: (file: StaticString, line: UInt)] = [:]
    public init() {}
}

public struct Key: Hashable {
    var number = 1
}

public protocol Shape {
    var area: Int { get }
}

/// Three words: as many as an existential has room for.
public struct Small: Shape {
    var a = 1
    var b = 2
    var c = 3
    public var area: Int { a + b + c }
}

/// Five words: too many.
public struct Large: Shape {
    var a = 1
    var b = 2
    var c = 3
    var d = 4
    var e = 5
    public var area: Int { a + b + c + d + e }
}

public indirect enum Tree {
    case leaf(Int)
    case node(Tree, Tree)
}

public struct Refusal: Error {
    var code: Int
    var text = "no"
}
