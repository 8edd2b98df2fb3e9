/// What an ``AdmissionController`` has done and holds.
public struct AdmissionStatistics: Hashable, Sendable {
    /// Pieces of work let in since the start.
    public internal(set) var admitted = 0
    /// Pieces of work turned away since the start, by reason.
    public internal(set) var refused: [AdmissionRefusal.Code: Int] = [:]
    /// Pieces of work let in that have not ended.
    public internal(set) var underWay = 0
    /// Those who wait to be let in.
    public internal(set) var waiting = 0
    /// How many may be under way, as far as is known.
    public internal(set) var window = 0
    /// Bytes that the dearest piece of work took of late; nil if unknown.
    public internal(set) var bytesPerPiece: Int?

    public init() {}
}
