internal import ObjectPools

/// Lets in as much work as there is memory for: some of it waits, and what has waited too long is turned away.
///
///     let admission = try AdmissionController(tuner: tuner)
///     try await admission.withAdmission(priority: .normal) { try await answer(request) }
///
/// Knows no framework. What a piece of work takes need not be known: it is learned from how memory in use and the number
/// of pieces under way go together, beginning with few. With ``MemoryLimit/off`` all work is let in until pressure rises.
///
/// May be used from any thread.
public final class AdmissionController: Sendable {
    /// Between looks at memory while work asks to be let in.
    private static let lookInterval = Duration.milliseconds(10)
    /// Between tries to let in who waits, besides those when work ends.
    private static let pumpInterval = Duration.milliseconds(20)

    private let configuration: Configuration
    private let tuner: MemoryTuner
    private struct Shared {
        var state: AdmissionState
        var nextLook = Duration.zero
        var isPumping = false
    }

    private let shared: Guarded<Shared>

    /// - Parameters:
    ///   - tuner: Tells how much memory there is, while it runs.
    ///   - configuration: What to keep to.
    /// - Throws: ``MemoryTuningError`` for a setting that makes no sense.
    public init(tuner: MemoryTuner, configuration: Configuration = Configuration()) throws(MemoryTuningError) {
        try configuration.validate()
        self.tuner = tuner
        self.configuration = configuration
        let state = AdmissionState(configuration: configuration, thresholds: tuner.configuration.thresholds)
        shared = Guarded(Shared(state: state))
    }

    public var statistics: AdmissionStatistics { shared.withLock { $0.state.statistics } }

    /// What a body counts as that does not say how large it is, in bytes.
    public var unknownBodyBytes: Int { min(configuration.unknownBodyBytes, configuration.bodyBytes ?? .max) }

    /// Runs `body` once there is memory for it.
    ///
    /// - Parameters:
    ///   - priority: How much it matters.
    ///   - bytes: What its body alone takes, where that is known beforehand, such as from `Content-Length`; for a body of
    ///     unknown length ``unknownBodyBytes``.
    /// - Throws: ``AdmissionRefusal`` if it was turned away; `CancellationError` if the task was cancelled while it
    ///   waited; what `body` throws.
    public func withAdmission<Result>(
        priority: AdmissionPriority = .normal,
        bytes: Int = 0,
        _ body: () async throws -> Result
    ) async throws -> Result {
        let ticket = try await admit(priority: priority, bytes: bytes)
        defer { ticket.end() }
        return try await body()
    }

    /// Waits until there is memory for a piece of work.
    ///
    /// - Returns: What to end when the work has ended.
    /// - Throws: ``AdmissionRefusal`` if it was turned away; `CancellationError` if the task was cancelled meanwhile.
    @inlinable
    public func admit(priority: AdmissionPriority = .normal, bytes: Int = 0) async throws -> AdmissionTicket {
        if let ticket = try admitAtOnce(priority, bytes: bytes) { return ticket }
        return try await admitLater(priority, bytes: bytes)
    }

    /// Most work is let in without a wait, and then nothing asynchronous is called.
    ///
    /// - Returns: nil if the work has to wait.
    @usableFromInline
    func admitAtOnce(_ priority: AdmissionPriority, bytes: Int) throws -> AdmissionTicket? {
        let bytes = AdmissionState.counted(bytes, priority)
        let now = tuner.clock.now()
        switch afterLook(now, { $0.apply(priority, bytes: bytes, now: now) }) {
        case .admitted: return AdmissionTicket(self, priority, bytes: bytes)
        case .refused(let code): throw configuration.refusal(code)
        case .waits: return nil
        }
    }

    @usableFromInline
    func admitLater(_ priority: AdmissionPriority, bytes: Int) async throws -> AdmissionTicket {
        let bytes = AdmissionState.counted(bytes, priority)
        if let refusal = try await wait(priority, bytes: bytes, since: tuner.clock.now()) { throw refusal }
        let ticket = AdmissionTicket(self, priority, bytes: bytes)
        // Cancelled when it had been let in already: the ticket ends here.
        try Task.checkCancellation()
        return ticket
    }

    private func wait(
        _ priority: AdmissionPriority,
        bytes: Int,
        since now: Duration
    ) async throws -> AdmissionRefusal? {
        let applicant = AdmissionState.Applicant()
        applicant.deadline = tuner.clock.deadline(after: configuration.maximumWait, from: now)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = shared.withLock {
                    guard !Task.isCancelled else { return true }
                    applicant.continuation = continuation
                    $0.state.enqueue(applicant, priority, bytes: bytes, now: now)
                    return false
                }
                if isCancelled { return continuation.resume(throwing: CancellationError()) }
                pump()
            }
        } onCancel: {
            if shared.withLock({ $0.state.cancel(applicant) }) {
                applicant.continuation?.resume(throwing: CancellationError())
            }
        }
    }

    func ended(_ priority: AdmissionPriority, bytes: Int) {
        let now = tuner.clock.now()
        answer(now) { $0.ended(priority, bytes: bytes, now: now) }
    }

    /// Changes the state after a look at memory, if one is due. Takes the lock once if none is.
    private func afterLook<Result>(_ now: Duration, _ change: (inout AdmissionState) -> Result) -> Result {
        let result: Result? = shared.withLock {
            guard now >= $0.nextLook else { return change(&$0.state) }
            $0.nextLook = now + Self.lookInterval
            return nil
        }
        if let result { return result }
        let room = tuner.room
        return shared.withLock {
            $0.state.look(at: room, now: now)
            return change(&$0.state)
        }
    }

    private func answer(_ now: Duration, after change: (inout AdmissionState) -> Void = { _ in }) {
        let answers = afterLook(now) {
            change(&$0)
            return $0.statistics.waiting > 0 ? $0.answer(now: now) : []
        }
        for (applicant, refusal) in answers { applicant.continuation?.resume(returning: refusal) }
    }

    /// While somebody waits, tries again and again: pressure may fall, and times run out, without any work that ends.
    private func pump() {
        let isFirst = shared.withLock { shared in
            defer { shared.isPumping = true }
            return !shared.isPumping
        }
        guard isFirst else { return }
        let clock = tuner.clock
        // Detached: it works for all who wait, and must bear neither the span nor the labels of the first of them.
        Task.detached(executorPreference: tuner.executor) {
            while true {
                _ = try? await clock.sleep(until: clock.now() + Self.pumpInterval)
                self.answer(clock.now())
                let isDone = self.shared.withLock {
                    $0.isPumping = $0.state.statistics.waiting > 0
                    return !$0.isPumping
                }
                if isDone { return }
            }
        }
    }
}
