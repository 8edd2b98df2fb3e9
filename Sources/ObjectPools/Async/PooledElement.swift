/// Holds an element by reference: allocated once for each object that a pool makes.
final class PooledElement<Element: Sendable>: Sendable {
    let element: Element

    init(_ element: Element) {
        self.element = element
    }
}
