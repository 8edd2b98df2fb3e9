internal import Synchronization

/// Says that a piece of work has been let in and is under way.
///
/// It ends by ``end()``, or when nobody holds it any more: a response that is still being written should hold it.
public final class AdmissionTicket: Sendable {
    private let controller: AdmissionController
    private let priority: AdmissionPriority
    private let bytes: Int
    private let hasEnded = Atomic<Bool>(false)

    init(_ controller: AdmissionController, _ priority: AdmissionPriority, bytes: Int) {
        self.controller = controller
        self.priority = priority
        self.bytes = bytes
    }

    deinit { end() }

    /// The work has ended. Further calls do nothing.
    public func end() {
        guard !hasEnded.exchange(true, ordering: .relaxed) else { return }
        controller.ended(priority, bytes: bytes)
    }
}
