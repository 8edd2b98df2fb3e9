/// When memory is reclaimed although there is room: the equal of Go's `GOGC`.
public enum GrowthTrigger: Hashable, Sendable {
    /// When the live heap has grown by so many percent since the last cycle. Without the hooks of allocation tracking the
    /// live heap is unknown, and resident memory stands for it.
    case percent(Int)
    /// Never for growth alone.
    case off
}

extension GrowthTrigger {
    /// Reads a trigger as people write it: `100`, `100%`, `off`.
    ///
    /// - Throws: ``MemoryTuningError`` that names the text and what is allowed.
    public init(parsing text: String) throws(MemoryTuningError) {
        if text.lowercased() == "off" {
            self = .off
        } else if let percent = Int(text.hasSuffix("%") ? text.dropLast() : text[...]) {
            self = .percent(percent)
        } else {
            throw Self.refusal("'\(text)' is no growth")
        }
        try validate()
    }

    /// Does nothing if the trigger makes sense.
    func validate() throws(MemoryTuningError) {
        guard case .percent(let percent) = self else { return }
        guard (1...Self.mostPercent).contains(percent) else { throw Self.refusal("\(percent) % is out of range") }
    }

    private static let mostPercent = 10_000

    private static func refusal(_ what: String) -> MemoryTuningError {
        MemoryTuningError(
            .invalidSetting,
            setting: "growth trigger",
            reason: "\(what); give percent from 1 to \(mostPercent), or off"
        )
    }
}

extension GrowthTrigger: CustomStringConvertible {
    /// As people write it.
    public var description: String {
        switch self {
        case .percent(let percent): "\(percent) %"
        case .off: "off"
        }
    }
}
