#if Server

internal import Foundation
internal import MemoryTuning
internal import ObjectPools

/// The latest events.
final class EventLog: Sendable {
    private struct State {
        var events: [DiagnosticsEvent] = []
        var last = 0
    }

    private static let most = 100

    private let state = Guarded(State())

    @discardableResult
    func add(_ kind: DiagnosticsEvent.Kind, _ text: String, report: ReclaimReport? = nil) -> DiagnosticsEvent {
        let time = Date().timeIntervalSince1970
        return state.withLock { state in
            state.last += 1
            let event = DiagnosticsEvent(number: state.last, time: time, kind: kind, text: text, report: report)
            state.events.append(event)
            if state.events.count > Self.most { state.events.removeFirst() }
            return event
        }
    }

    func add(_ note: TunerNote) {
        guard let kind = DiagnosticsEvent.Kind(rawValue: note.kind.rawValue) else { return }
        add(kind, note.text, report: note.report)
    }

    /// The oldest first.
    /// - Parameter number: That of the last event that is not wanted.
    func events(after number: Int = 0) -> [DiagnosticsEvent] {
        state.withLock { $0.events.filter { $0.number > number } }
    }
}

#endif
