#if Server

internal import HTTPTypes
internal import Hummingbird
internal import Profiles
internal import Profiling

/// Searches this process for who refers to what leaks; one search at a time.
struct Referrers {
    let state: DiagnosticsState

    func answer(_ request: DiagnosticsRequest) async throws(Refusal) -> Response {
        let subject = try Self.subject(of: request.query)
        let graph = try await state.referrerSearches.take { () throws(Refusal) in
            guard let graph = await HeapProfiler.references(by: state.symbolicator) else {
                throw Refusal(.notImplemented, HeapProfiler.status.description)
            }
            return graph
        }
        guard let graph else { throw Refusal(.serviceUnavailable, "Another search for referrers is under way.") }
        guard let report = graph.referrers(of: subject) else {
            throw Refusal(.notFound, "No known block of '\(subject.name)' is in use: give a type or function of leaks.")
        }
        return Answer.json(ReferrersDocument(report: report).json)
    }

    private static func subject(of query: Query) throws(Refusal) -> ReferrerName {
        if let type = query["type"], !type.isEmpty { return ReferrerName(kind: .type, name: type) }
        if let function = query["function"], !function.isEmpty {
            return ReferrerName(kind: .function, name: function)
        }
        throw Refusal(.badRequest, "type: it is missing; add ?type=… of a leak, or ?function=… of one without a type")
    }
}

#endif
