extension ByteKeyDictionary: Sequence {
    /// The keys with their values, in no particular order.
    public struct Iterator: IteratorProtocol {
        private var base: [ByteKey: Value].Iterator

        fileprivate init(_ storage: [ByteKey: Value]) {
            base = storage.makeIterator()
        }

        public mutating func next() -> (key: [UInt8], value: Value)? {
            while let (key, value) = base.next() {
                if case .owned(let bytes) = key { return (bytes, value) }
            }
            return nil
        }
    }

    public var underestimatedCount: Int { count }

    public func makeIterator() -> Iterator {
        Iterator(storage)
    }
}
