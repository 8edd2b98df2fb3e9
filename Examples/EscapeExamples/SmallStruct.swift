/// What the next examples pass on: 9 bytes.
public struct SmallStruct {
    public var value: Int
    public var flag: Bool

    public init(value: Int, flag: Bool) {
        self.value = value
        self.flag = flag
    }
}
