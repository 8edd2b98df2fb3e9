#if Server

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import ProfileReports
internal import Profiles
internal import Profiling
internal import ServiceLifecycle

/// What the page below `/debug/trimtab/` shows, and what it is made from.
struct LiveRoutes {
    private static let intervals = 1...60

    let state: DiagnosticsState

    var routes: [String: Route] {
        let answers: [String: Route] = [
            "": Route(.page) { _ throws(Refusal) in Answer.page(DashboardPage.bytes) },
            "statistics.json": Route(.json) { [state] _ throws(Refusal) in
                Answer.json(StatisticsDocument(state: state).json())
            },
            "timeline.json": Route(.json) { [state] _ throws(Refusal) in Answer.json(state.timeline.json) },
            "leaks": Route(.json) { _ throws(Refusal) in try leaks() },
            "referrers": Route(.json) { [state] request throws(Refusal) in
                try await Referrers(state: state).answer(request)
            },
            "tasks": Route(.json) { _ throws(Refusal) in try await tasks() },
            "profile.json": Route(.json) { request throws(Refusal) in try await profile(request) },
            "events": Route(.json) { request throws(Refusal) in try events(request) },
        ]
        return Dictionary(uniqueKeysWithValues: answers.map { (Routes.page + $0.key, $0.value) })
    }

    private func leaks() throws(Refusal) -> Response {
        guard let detector = state.leaks else {
            throw Refusal(.notImplemented, "Nobody watches for leaks here: give DiagnosticsSources a LeakDetector.")
        }
        return Answer.json(LeaksDocument(report: detector.report).json)
    }

    private func tasks() async throws(Refusal) -> Response {
        guard let profile = LiveTasks.snapshot() else { throw Refusal(.notImplemented, state.tasks.description) }
        return Answer.json(TasksDocument(profile: await profile.symbolicated(by: state.symbolicator)).json)
    }

    private func profile(_ request: DiagnosticsRequest) async throws(Refusal) -> Response {
        let profile = try state.heapProfile(samples: .all)
        let named = request.query["symbolize"] == "0" ? profile : await profile.symbolicated(by: state.symbolicator)
        do {
            return Answer.response("application/json", try HTMLReport().data(HeapReport(named), of: named))
        } catch {
            throw Refusal(.internalServerError, "\(error)")
        }
    }

    /// Statistics as server-sent events, until whoever asked goes or the service shuts down.
    private func events(_ request: DiagnosticsRequest) throws(Refusal) -> Response {
        let text = request.query["interval"] ?? "1"
        guard let interval = Int(text), Self.intervals.contains(interval) else {
            throw Refusal(.badRequest, "interval: '\(text)' is out of range; give 1 to 60 seconds")
        }
        let eventLoop = request.eventLoop
        let body = ResponseBody { [state] writer in
            var known = 0
            while !Task.isCancelled, !Task.isShuttingDownGracefully {
                let events = state.events.events(after: known)
                let document = StatisticsDocument(state: state).json(eventsAfter: known)
                known = events.last?.number ?? known
                try await writer.write(ByteBuffer(string: "event: statistics\ndata: \(document.text)\n\n"))
                // It ends early, by throwing, when the service shuts down.
                guard (try? await Pause.wait(.seconds(Int64(interval)), on: eventLoop)) != nil else { break }
            }
            try await writer.finish(nil)
        }
        return Answer.response("text/event-stream", body)
    }
}

#endif
