internal import Quantities

/// How much memory the process shall get by with: a soft limit, which ``MemoryTuner`` strives to keep.
///
/// The equal of Go's `GOMEMLIMIT`, derived from the container's limit unless told otherwise.
public enum MemoryLimit: Hashable, Sendable {
    /// 90 % of the least limit of the process's control groups, less the reserve of ``MemoryTuner/Configuration``; of the
    /// machine's memory where no control group sets one, or none below that. Follows a limit that is changed while the process
    /// runs.
    case automatic
    /// So many bytes of resident memory of this process.
    case bytes(Int)
    /// A share, in percent, of what ``automatic`` is derived from. Follows it, too.
    case percent(Double)
    /// No limit: memory is reclaimed for growth, on request, or because the control group refuses more.
    case off
}

extension MemoryLimit {
    /// Reads a limit as people write it: `512MiB`, `90%`, `auto`, `off`.
    ///
    /// - Throws: ``MemoryTuningError`` that names the text and what is allowed.
    public init(parsing text: String) throws(MemoryTuningError) {
        switch text.lowercased() {
        case "auto", "automatic": self = .automatic
        case "off": self = .off
        default:
            if text.hasSuffix("%"), let percent = Double(text.dropLast()) {
                self = .percent(percent)
            } else if let bytes = ByteSize.parse(text) {
                self = .bytes(bytes)
            } else {
                throw Self.refusal("'\(text)' is no limit")
            }
        }
        try validate()
    }

    /// Does nothing if the limit makes sense.
    func validate() throws(MemoryTuningError) {
        switch self {
        case .automatic, .off: break
        case .bytes(let bytes):
            guard bytes >= Self.leastBytes else {
                throw Self.refusal("\(bytes) bytes are fewer than any process gets by with")
            }
        case .percent(let percent):
            // Written so that what is not a number is refused, too.
            guard percent > 0, percent <= 100 else {
                throw Self.refusal("\(percent) % is no share of what there is")
            }
        }
    }

    /// What a program that does nothing takes.
    static let leastBytes = 1 << 20

    private static func refusal(_ what: String) -> MemoryTuningError {
        MemoryTuningError(
            .invalidSetting,
            setting: "memory limit",
            reason: "\(what); give a size of 1MiB or more such as 512MiB, a share up to 100% such as 90%, auto, or off"
        )
    }
}

extension MemoryLimit: CustomStringConvertible {
    /// As people write it.
    public var description: String {
        switch self {
        case .automatic: "auto"
        case .bytes(let bytes): Quantity.bytes(bytes)
        case .percent(let percent): "\(percent) %"
        case .off: "off"
        }
    }
}
