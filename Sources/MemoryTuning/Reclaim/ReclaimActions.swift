/// The steps that a process has, but for registered caches.
protocol ReclaimActions: Sendable {
    /// In the order in which they run; without ``ReclaimStep/caches`` and ``ReclaimStep/shed``.
    var steps: [ReclaimStep] { get }
    /// Runs a step; it may take a while.
    /// - Returns: Bytes that were given up by own count; nil where only resident memory tells.
    func run(_ step: ReclaimStep) -> Int?
}
