#if Server

internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore

/// Checks requests, finds who answers them, and says why they are refused.
struct DiagnosticsResponder: HTTPResponder {
    let access: AccessControl
    let routes: [String: Route]
    let bodyBytes: Int

    func respond(to request: Request, context: DiagnosticsContext) async throws -> Response {
        let parts = (request.head.path ?? "").split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts.first.map(String.init) ?? ""
        let route = routes[path]
        do {
            // `OPTIONS *` is of the server as a whole.
            guard path.hasPrefix("/") else { throw Refusal(.badRequest, "The path must begin with /.") }
            try access.check(request.head)
            guard let route else { throw Refusal(.notFound, "Unknown path.") }
            guard route.methods.contains(request.method) else {
                let allowed = route.methods.map(\.rawValue).sorted().joined(separator: ", ")
                throw Refusal(.methodNotAllowed, "Ask with \(allowed).", headers: [.allow: allowed])
            }
            let query = parts.count > 1 ? String(parts[1]) : ""
            let body = try await body(of: request)
            return try await route.answer(
                DiagnosticsRequest(request, queryText: query, body: body, eventLoop: context.eventLoop)
            )
        } catch let refusal as Refusal {
            return Self.response(refusal, route?.kind ?? (path.hasPrefix("/debug/pprof/") ? .profile : .page))
        }
    }

    private func body(of request: Request) async throws(Refusal) -> ByteBuffer {
        guard request.method == .post else { return ByteBuffer() }
        do {
            return try await request.body.collect(upTo: bodyBytes)
        } catch {
            throw Refusal(.contentTooLarge, "The body is too large or did not arrive.")
        }
    }

    private static func response(_ refusal: Refusal, _ kind: Route.Kind) -> Response {
        var response: Response
        switch kind {
        case .json: response = Answer.json(["error": .string(refusal.text)], refusal.status)
        case .page: response = Answer.text(refusal.text + "\n", refusal.status)
        case .profile:
            response = Answer.text(refusal.text + "\n", refusal.status)
            if let name = HTTPField.Name("X-Go-Pprof") { response.headers[name] = "1" }
        }
        for field in refusal.headers { response.headers[field.name] = field.value }
        return response
    }
}

#endif
