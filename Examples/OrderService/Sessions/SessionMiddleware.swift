#if Server

import HTTPTypes
import Hummingbird

/// Looks up the session of every request that bears a token, and adds the request to its history. A request
/// without a token passes; one whose session has ended is answered with 401.
struct SessionMiddleware: RouterMiddleware {
    let store: SessionStore

    func handle(
        _ request: Request,
        context: BasicRequestContext,
        next: @concurrent (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        if let authorization = request.headers[.authorization] {
            let event = SessionEvent(method: request.method.rawValue, path: request.uri.path, at: .now)
            guard authorization.hasPrefix("Bearer "),
                await store.record(event, token: String(authorization.dropFirst("Bearer ".count)))
            else {
                throw HTTPError(.unauthorized, message: "This session has ended. Log in again: POST /login")
            }
        }
        return try await next(request, context)
    }
}

#endif
