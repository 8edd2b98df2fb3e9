internal import Logging

/// What a monitor says of that which it cannot publish: of each thing once.
struct MonitorComplaints: Sendable {
    private struct Section: Sendable {
        let detail: MemoryStatistics.Detail
        let name: String
        /// Why it may be missing.
        let reason: String
        let isKnown: @Sendable (MemoryStatistics) -> Bool
    }

    private static let sections: [Section] = [
        Section(detail: .core, name: "memory of the process", reason: "/proc/self/statm cannot be read") {
            $0.process.resident != nil
        },
        Section(
            detail: .core,
            name: "control group",
            reason: "there is none for memory, or its files cannot be read: a limit is not seen"
        ) { $0.controlGroup != nil },
        Section(
            detail: .stall,
            name: "pressure",
            reason: "the kernel does not account for it; the boot parameter psi=1 may help"
        ) { $0.stall != nil },
        Section(
            detail: .allocator,
            name: "heap",
            reason: "the allocator is none of glibc's, jemalloc, tcmalloc and mimalloc"
        ) { $0.heap != nil },
        Section(detail: .stacks, name: "stacks", reason: "/proc/self/maps cannot be read") { $0.stacks != nil },
        Section(detail: .descriptors, name: "descriptors", reason: "/proc/self/fd cannot be read") {
            $0.descriptors != nil
        },
    ]

    private let logger: Logger
    private var saidMissing: Set<String> = []
    private var saidLost: Set<String> = []
    private var saidFailed: Set<String> = []
    private var seen: Set<String> = []

    init(_ logger: Logger) { self.logger = logger }

    /// What is missing from the start is a fact of the place; what is lost later is a trouble.
    mutating func look(at statistics: MemoryStatistics, asked: MemoryStatistics.Detail) {
        for section in Self.sections where asked.isSuperset(of: section.detail) {
            if section.isKnown(statistics) {
                seen.insert(section.name)
            } else if seen.contains(section.name) {
                guard saidLost.insert(section.name).inserted else { continue }
                logger.warning("Memory metrics of the \(section.name) are no longer published: \(section.reason).")
            } else if saidMissing.insert(section.name).inserted {
                logger.notice("Memory metrics of the \(section.name) are not published: \(section.reason).")
            }
        }
    }

    mutating func failed(_ source: String, _ error: any Error) {
        guard saidFailed.insert(source).inserted else { return }
        logger.warning(
            "The metric source '\(source)' failed. It is asked again at each tick; further failures are not logged.",
            metadata: ["error": "\(error)"]
        )
    }
}
