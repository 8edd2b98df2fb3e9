/// A number that is referred to.
public final class Counter {
    public var value: Int

    init(value: Int) {
        self.value = value
    }
}
