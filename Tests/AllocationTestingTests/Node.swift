/// An object that tests allocate, in release builds too.
final class Node {
    var value: Int
    var next: Node?
    var action: (() -> Int)?

    @inline(never)
    init(_ value: Int = 1) {
        self.value = value
    }
}

/// Keeps the optimiser from leaving the object out.
@inline(never)
func use(_ node: Node) {
    if node.value == .min { print(node) }
}
