#if Server

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Profiles
internal import Profiling

/// `profile`: what processor time is used for.
struct CPUProfiles {
    private static let defaultSeconds = 30

    let state: DiagnosticsState
    /// Seconds.
    let longest: Int

    func answer(_ request: DiagnosticsRequest) async throws(Refusal) -> Response {
        // As Go does: what is no positive number counts as none.
        let given = request.query.number("seconds")
        let seconds = given > 0 ? given : min(Self.defaultSeconds, longest)
        try Refusal.checkSeconds(seconds, longest: longest)
        let taken = try await state.cpuProfiles.take { () throws(Refusal) in
            try await Self.take(seconds: seconds, request)
        }
        guard var profile = taken else {
            throw Refusal(.internalServerError, "Could not enable CPU profiling: cpu profiling already in use")
        }
        if request.query["symbolize"] != "0" { profile = await profile.symbolicated(by: state.symbolicator) }
        do {
            return Answer.profile(try profile.pprof(), name: "profile")
        } catch {
            throw Refusal(.internalServerError, "\(error)")
        }
    }

    private static func take(seconds: Int, _ request: DiagnosticsRequest) async throws(Refusal) -> CPUProfile {
        let session: CPUProfilingSession
        do {
            session = try CPUProfiler.start()
        } catch {
            let status = error.code == .unsupported ? HTTPResponse.Status.notImplemented : .internalServerError
            throw Refusal(status, "Could not enable CPU profiling: \(error)")
        }
        try await request.wait(.seconds(Int64(seconds)))
        return session.stop()
    }
}

#endif
