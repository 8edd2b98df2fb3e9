/// How much memory there is for work, at one moment.
struct MemoryRoom: Hashable, Sendable {
    var pressure = MemoryPressure.nominal
    var isShedding = false
    /// Bytes in use that count against the limit; nil if unknown.
    var used: Int?
    /// In bytes; nil for none.
    var limit: Int?
}
