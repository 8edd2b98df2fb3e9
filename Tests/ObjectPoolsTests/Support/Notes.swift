import ObjectPools

/// A pooled object that says what was done to it.
struct Note: Poolable {
    var text: [UInt8] = []
    var resets = 0
    /// What it says of its size; by default that of its storage.
    var bytes: Int?

    mutating func reset() {
        resets += 1
        if !text.isEmpty { text.removeAll(keepingCapacity: true) }
    }

    var retainedBytes: Int { bytes ?? text.capacity }
}

/// A pooled object that cannot be copied.
struct UniqueNote: Poolable, ~Copyable {
    var number = 0

    mutating func reset() {}
}
