public import Profiles

/// The processor time of one stack, all threads together.
public struct CPUReportStack: Hashable, Sendable {
    /// Innermost first, inlined functions included; an address for what has no name. Empty if the stack is unknown.
    public var frames: [Frame]
    /// The names of the threads that were at work, sorted.
    public var threads: [String] = []
    /// Nanoseconds.
    public var time = Amount()
    /// ``time`` by thread and labels.
    public var parts: [Part] = []

    /// What one thread spent under one set of labels.
    public struct Part: Hashable, Sendable {
        /// The thread's name; nil if unknown.
        public var thread: String?
        public var labels: [String: String]
        /// Nanoseconds.
        public var time = Amount()
    }

    mutating func add(_ time: Amount, thread: String?, labels: [String: String]) {
        self.time += time
        if let thread, !threads.contains(thread) { threads.append(thread) }
        if let index = parts.firstIndex(where: { $0.thread == thread && $0.labels == labels }) {
            parts[index].time += time
        } else {
            parts.append(Part(thread: thread, labels: labels, time: time))
        }
    }
}
