/// Something worth a look.
public struct Finding: Hashable, Sendable {
    /// What was found; more may be added.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The kernel killed the program for lack of memory.
        case outOfMemory
        /// Nobody saw the program's end, and its memory was at the limit.
        case cutOffAtLimit
        /// A line's memory in use grew to the end.
        case grows
        /// A line holds much of the live heap.
        case holds
        /// A line held much of the heap at its largest, and freed it.
        case peak
        /// A line allocates and frees much.
        case churn
        /// Resident memory is far beyond the live heap.
        case slack
        /// Resident memory came near the limit.
        case limit
    }

    public var kind: Kind
    /// Index into ``HeapReport/lines``, for what is about one line.
    public var line: Int?

    init(_ kind: Kind, line: Int? = nil) {
        self.kind = kind
        self.line = line
    }
}
