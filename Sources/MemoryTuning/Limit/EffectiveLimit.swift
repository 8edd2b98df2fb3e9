/// What a ``MemoryLimit`` comes to on this machine at this moment.
public struct EffectiveLimit: Hashable, Sendable {
    /// Whose limit it is derived from, and so what is held against it.
    public enum Source: String, Sendable {
        /// Given in bytes: the resident memory of this process counts.
        case setting
        /// The process's control groups: the usage of the one with the least limit counts, less its cached files, in use of
        /// late or not, which the kernel gives up before it kills. Where that is a group above the process's own, others use
        /// it as well.
        case controlGroup = "control group"
        /// The machine's memory: the resident memory of this process counts.
        case machine
    }

    /// In bytes.
    public let bytes: Int
    public let source: Source
}

extension EffectiveLimit {
    /// The part of a control group's limit that ``MemoryLimit/automatic`` takes.
    static let automaticShare = 0.9

    /// - Parameters:
    ///   - groupLimit: The least limit of the process's control groups in bytes, if there is one.
    ///   - machineBytes: The machine's memory.
    ///   - reserve: Bytes that ``MemoryLimit/automatic`` leaves to what is not the process's heap.
    /// - Returns: nil for no limit.
    init?(of limit: MemoryLimit, groupLimit: Int?, machineBytes: Int?, reserve: Int) {
        // A control group may be allowed more than there is.
        let whole: (bytes: Int, source: Source)? =
            if let groupLimit, groupLimit <= machineBytes ?? .max {
                (groupLimit, .controlGroup)
            } else {
                machineBytes.map { ($0, .machine) }
            }
        switch limit {
        case .off:
            return nil
        case .bytes(let bytes):
            self.init(bytes: bytes, source: .setting)
        case .percent(let percent):
            guard let whole else { return nil }
            let bytes = Self.share(percent / 100, of: whole.bytes)
            self.init(bytes: max(bytes, MemoryLimit.leastBytes), source: whole.source)
        case .automatic:
            guard let whole else { return nil }
            let share = Self.share(Self.automaticShare, of: whole.bytes)
            // In a small container the reserve must not take more than half of it.
            let bytes = max(share - reserve, share / 2)
            self.init(bytes: max(bytes, MemoryLimit.leastBytes), source: whole.source)
        }
    }

    static func share(_ share: Double, of bytes: Int) -> Int {
        // A Double this large has no exact Int; below, the product is smaller than its factor.
        Int(min(Double(bytes) * share, 0x1p62))
    }
}
