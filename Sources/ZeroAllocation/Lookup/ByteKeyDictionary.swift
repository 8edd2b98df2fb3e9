/// A dictionary that is asked with borrowed bytes, without making a string of them.
///
/// A parser that has found a name in its input wants the value for it. To ask a `[String: Value]`, it must first copy the
/// name into a string, which allocates if the name has more than 15 bytes. This dictionary is asked with the bytes:
///
///     let handlers: ByteKeyDictionary<Handler> = ["content-length": .length, "transfer-encoding": .encoding]
///     let handler = handlers[buffer.span.extracting(name)]
///
/// Only adding a key allocates: the key's bytes, and storage for more keys when there is no room.
///
/// Two keys are the same if their bytes are. For strings that is stricter than their `==`, to which "é" is the same as "e"
/// with a combining accent.
public struct ByteKeyDictionary<Value> {
    @usableFromInline
    internal var storage: [ByteKey: Value]

    /// Number of keys.
    @inlinable
    public var count: Int { storage.count }

    /// Whether there are no keys.
    @inlinable
    public var isEmpty: Bool { storage.isEmpty }

    /// Creates an empty dictionary that takes `count` keys without another allocation but those for the keys' own bytes.
    ///
    /// - Parameter count: Number of different keys expected.
    /// - Precondition: `count` is not negative.
    @inlinable
    public init(reservingCapacity count: Int = 0) {
        storage = Dictionary(reservingCapacity: count)
    }

    /// The value for the key with these bytes; nil if there is none.
    ///
    /// Getting allocates nothing, nor does setting if the key is there already. Setting nil removes the key.
    @inlinable
    public subscript(key: Span<UInt8>) -> Value? {
        get {
            // The pointer is used by this lookup alone, which ends before its scope does. So it is below.
            unsafe key.withUnsafeBufferPointer { unsafe storage[.borrowed($0)] }
        }
        set {
            unsafe key.withUnsafeBufferPointer { unsafe set(newValue, for: $0) }
        }
    }

    /// The value for the key whose bytes are the string's UTF-8; nil if there is none.
    ///
    /// Getting allocates nothing, nor does setting if the key is there already. Setting nil removes the key.
    @inlinable
    public subscript(key: String) -> Value? {
        get {
            unsafe key.withUTF8Bytes { unsafe storage[.borrowed($0)] }
        }
        set {
            unsafe key.withUTF8Bytes { unsafe set(newValue, for: $0) }
        }
    }

    /// Runs `body` with the value for the key with these bytes, to change it in place.
    ///
    /// Allocates nothing if the key is there already.
    ///
    ///     words.withValue(for: word, default: 0) { $0 += 1 }
    ///
    /// - Parameters:
    ///   - key: The key's bytes.
    ///   - initial: The value that is put in if the key is not there.
    ///   - body: Changes the value.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws; the key then stays, with what `body` made of its value.
    @inlinable
    public mutating func withValue<Result, Failure: Error>(
        for key: Span<UInt8>,
        default initial: @autoclosure () -> Value,
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let index = unsafe key.withUnsafeBufferPointer { unsafe storage.index(forKey: .borrowed($0)) }
        if let index { return try body(&storage.values[index]) }
        let owned = unsafe key.withUnsafeBufferPointer { unsafe ByteKey.owned(Array($0)) }
        return try body(&storage[owned, default: initial()])
    }

    /// Removes all keys.
    ///
    /// - Parameter keepingCapacity: Whether to keep the storage for the next keys.
    @inlinable
    public mutating func removeAll(keepingCapacity: Bool = false) {
        storage.removeAll(keepingCapacity: keepingCapacity)
    }

    /// Sets or removes a value; makes an owned key only if there is none.
    @unsafe
    @inlinable
    internal mutating func set(_ value: Value?, for key: UnsafeBufferPointer<UInt8>) {
        let index = unsafe storage.index(forKey: .borrowed(key))
        switch (index, value) {
        case (let index?, let value?): storage.values[index] = value
        case (let index?, nil): storage.remove(at: index)
        case (nil, let value?): unsafe storage[.owned(Array(key))] = value
        case (nil, nil): break
        }
    }
}

extension ByteKeyDictionary: Sendable where Value: Sendable {}

extension ByteKeyDictionary: ExpressibleByDictionaryLiteral {
    /// Creates a dictionary whose keys are the UTF-8 of these strings.
    ///
    /// - Precondition: No two keys have the same bytes.
    public init(dictionaryLiteral elements: (String, Value)...) {
        self.init(reservingCapacity: elements.count)
        for (key, value) in elements {
            precondition(self[key] == nil, "a dictionary literal has the same key twice")
            self[key] = value
        }
    }
}

extension ByteKeyDictionary {
    /// Creates a dictionary whose keys are the UTF-8 of the dictionary's.
    public init(_ dictionary: [String: Value]) {
        self.init(reservingCapacity: dictionary.count)
        for (key, value) in dictionary { self[key] = value }
    }
}
