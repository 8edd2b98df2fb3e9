import Foundation

/// The types of which the program keeps objects.
final class Session {
    var id = 1
    var user = 2
}

final class Shared {
    var id = 1
}

class Base<Element> {
    var element: Element
    init(_ element: Element) { self.element = element }
}

final class Derived<Key: Hashable, Value>: Base<[Key: Value]> {
    var extra = 0
}

enum Namespace {
    final class Nested {
        var value = 0
    }
}

extension Namespace.Nested {
    final class InExtension {
        var value = 0
    }
}

private final class Hidden {
    var value = 0
}

@inline(never)
func makeHidden() -> AnyObject { Hidden() }

actor Counter {
    var count = 0
}

final class Größe {
    var wert = 0
}

final class Packed<each Element> {
    var elements: (repeat each Element)
    init(_ elements: repeat each Element) { self.elements = (repeat each elements) }
}

final class Buffer: ManagedBuffer<Int, UInt8> {}

struct Row {
    var numbers = (0, 0, 0)
}

indirect enum Tree {
    case leaf
    case node(Tree, Int)
}

struct Failure: Error {
    var code = 1
    var text = (0, 0)
}

final class Late {}

/// Named like the runtime's function, by which a block is known as an object's.
@_cdecl("late_swift_allocObject")
@inline(never)
func late_swift_allocObject(_ size: Int) -> UnsafeMutableRawPointer {
    guard let block = calloc(1, size) else { fatalError("no memory") }
    block.storeBytes(of: 3, toByteOffset: 8, as: UInt.self)
    return block
}
