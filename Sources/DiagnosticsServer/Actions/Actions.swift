#if Server

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import MemoryTuning
internal import ObjectPools
internal import Profiles
internal import Profiling
internal import Quantities

/// What lies below `/debug/trimtab/actions/`: what changes the service, by `POST` alone.
struct Actions {
    static let folder = "/debug/trimtab/actions/"

    /// The intervals that may be set from outside: more samples would cost too much.
    private static let intervals = 4 << 10...1 << 30

    let state: DiagnosticsState
    let recordings: RecordingFolder?

    var routes: [String: Route] {
        let actions: [String: @Sendable (DiagnosticsRequest) async throws(Refusal) -> JSONValue] = [
            "reclaim": { _ throws(Refusal) in try await reclaim() },
            "limit": { request throws(Refusal) in try setLimit(Self.value(of: request)) },
            "interval": { request throws(Refusal) in try setInterval(Self.value(of: request)) },
            "recording": { _ throws(Refusal) in try saveRecording() },
            "window": { request throws(Refusal) in try changeWindow(Self.value(of: request)) },
        ]
        return Dictionary(
            uniqueKeysWithValues: actions.map { name, action in
                (
                    Self.folder + name,
                    Route(.json, methods: [.post]) { request throws(Refusal) in Answer.json(try await action(request)) }
                )
            }
        )
    }

    private static func value(of request: DiagnosticsRequest) throws(Refusal) -> String {
        guard let value = request.query["value"], !value.isEmpty else {
            throw Refusal(.badRequest, "value: it is missing; add ?value=… to the address")
        }
        return value
    }

    private static func noTuner() -> Refusal {
        Refusal(.notImplemented, "There is no memory tuner in this service: give DiagnosticsSources one.")
    }

    private func reclaim() async throws(Refusal) -> JSONValue {
        guard let tuner = state.tuner else { throw Self.noTuner() }
        let report = await tuner.reclaim(.manual)
        let released = report.released.map { Quantity.bytes($0) } ?? "an unknown amount"
        return [
            "message": .string("Reclaimed \(released) in \(Quantity.seconds(report.duration / .seconds(1)))."),
            "releasedBytes": JSONValue(report.released),
            "seconds": JSONValue(report.duration),
        ]
    }

    private func setLimit(_ text: String) throws(Refusal) -> JSONValue {
        guard let tuner = state.tuner else { throw Self.noTuner() }
        do {
            let limit = try MemoryLimit(parsing: text)
            let previous = try tuner.setMemoryLimit(limit)
            let message = "The memory limit was set to \(limit); it was \(previous)"
            state.events.add(.limit, message)
            return [
                "message": .string(message + "."), "limit": .string(limit.description),
                "previous": .string(previous.description),
            ]
        } catch {
            throw Refusal(.badRequest, "\(error)")
        }
    }

    private func setInterval(_ text: String) throws(Refusal) -> JSONValue {
        guard let previous = HeapProfiler.samplingInterval else {
            throw Refusal(.notImplemented, HeapProfiler.status.description)
        }
        guard let bytes = ByteSize.parse(text), Self.intervals.contains(bytes) else {
            throw Refusal(.badRequest, "sampling interval: '\(text)' is out of range; give 4KiB to 1GiB")
        }
        guard HeapProfiler.setSamplingInterval(bytes) else {
            throw Refusal(.notImplemented, "Every allocation is recorded here: there is no interval to set.")
        }
        let message = "A sample is taken each \(Quantity.bytes(bytes)); it was \(Quantity.bytes(previous))"
        state.events.add(.interval, message)
        return [
            "message": .string(message + "."), "samplingIntervalBytes": .integer(bytes), "previous": .integer(previous),
        ]
    }

    private func saveRecording() throws(Refusal) -> JSONValue {
        guard let recordings else {
            throw Refusal(.notImplemented, "Recordings are not saved here: give the settings a recordingFolder.")
        }
        guard let recording = HeapProfiler.recording() else {
            throw Refusal(.notImplemented, HeapProfiler.status.description)
        }
        do {
            let path = try recordings.save(recording)
            state.events.add(.recording, "The recording was saved as \(path)")
            return ["message": .string("The recording was saved as \(path)."), "path": .string(path)]
        } catch {
            throw Refusal(.internalServerError, "\(error)")
        }
    }

    private func changeWindow(_ text: String) throws(Refusal) -> JSONValue {
        let now = Date().timeIntervalSince1970
        switch text {
        case "start":
            var profile = try state.heapProfile()
            // What a difference needs, and no more, for it is kept.
            profile.timeline = []
            state.window.withLock { $0 = ProfileWindow(startTime: now, before: profile) }
            state.events.add(.window, "A window was started")
            return ["message": "A window was started.", "startTime": .number(now), "endTime": .null]
        case "stop":
            var profile = try state.heapProfile()
            profile.timeline = []
            let start: Double? = state.window.withLock { [profile] window in
                guard window != nil, window?.endTime == nil else { return nil }
                window?.endTime = now
                window?.after = profile
                return window?.startTime
            }
            guard let start else { throw Refusal(.badRequest, "window: none was started") }
            state.events.add(.window, "The window ended after \(Quantity.seconds(now - start))")
            return ["message": "The window ended.", "startTime": .number(start), "endTime": .number(now)]
        default:
            throw Refusal(.badRequest, "window: '\(text)' makes no sense; give start or stop")
        }
    }
}

#endif
