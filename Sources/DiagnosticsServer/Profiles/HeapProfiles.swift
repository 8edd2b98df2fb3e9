#if Server

internal import HTTPTypes
internal import Hummingbird
internal import MemoryTuning
internal import NIOCore
internal import ObjectPools
internal import Profiles

/// `heap`, `allocs` and `window`.
struct HeapProfiles {
    enum Kind: String {
        case heap, allocs
    }

    let state: DiagnosticsState
    /// Seconds.
    let longest: Int

    func answer(_ request: DiagnosticsRequest, _ kind: Kind) async throws(Refusal) -> Response {
        let text = request.query["seconds"] ?? ""
        guard !text.isEmpty else { return try await current(request, kind) }
        guard let seconds = Int(text), seconds > 0 else {
            throw Refusal(.badRequest, "invalid value for \"seconds\" - must be a positive integer")
        }
        guard request.query.number("debug") == 0 else {
            throw Refusal(.badRequest, "seconds and debug params are incompatible")
        }
        try Refusal.checkSeconds(seconds, longest: longest)
        let difference = try await state.heapDifferences.take { () throws(Refusal) in
            let before = try state.heapProfile()
            try await request.wait(.seconds(Int64(seconds)))
            return try state.heapProfile().difference(from: before)
        }
        guard let difference else { throw Refusal(.internalServerError, "Another such profile is being taken.") }
        return try await file(difference, request, kind, name: "\(kind.rawValue)-delta")
    }

    private func current(_ request: DiagnosticsRequest, _ kind: Kind) async throws(Refusal) -> Response {
        if request.query.number("gc") > 0 { await state.tuner?.reclaim(.manual) }
        let profile = try state.heapProfile()
        guard request.query.number("debug") > 0 else {
            return try await file(profile, request, kind, name: kind.rawValue)
        }
        return Answer.text(HeapText(await named(profile, request)).text)
    }

    /// What changed since the window began, until it ended or until now.
    func window(_ request: DiagnosticsRequest) async throws(Refusal) -> Response {
        guard let window = state.window.withLock({ $0 }) else {
            throw Refusal(.notFound, "No window was started: POST /debug/trimtab/actions/window?value=start.")
        }
        let after: HeapProfile
        if let known = window.after { after = known } else { after = try state.heapProfile() }
        return try await file(after.difference(from: window.before), request, .heap, name: "heap-delta")
    }

    /// Takes the profile over, so that it is not there twice while names are given to it.
    private func file(
        _ profile: consuming HeapProfile,
        _ request: DiagnosticsRequest,
        _ kind: Kind,
        name: String
    ) async throws(Refusal) -> Response {
        let named = await named(profile, request)
        do {
            let bytes = try named.pprof(
                showsAllocated: kind == .allocs,
                labelsTypes: request.query.number("types") > 0
            )
            return Answer.profile(bytes, name: name)
        } catch {
            throw Refusal(.internalServerError, "\(error)")
        }
    }

    private func named(_ profile: consuming HeapProfile, _ request: DiagnosticsRequest) async -> HeapProfile {
        request.query["symbolize"] == "0" ? profile : await profile.symbolicated(by: state.symbolicator)
    }
}

#endif
