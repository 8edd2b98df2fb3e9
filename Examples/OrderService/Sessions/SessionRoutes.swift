#if Server

import Hummingbird

/// `POST /login`.
struct SessionRoutes {
    let store: SessionStore

    var routes: RouteCollection<BasicRequestContext> {
        RouteCollection(context: BasicRequestContext.self).post("login", use: logIn)
    }

    @Sendable
    private func logIn(_ request: Request, context: BasicRequestContext) async throws -> LoginResponse {
        let login = try await request.decode(as: LoginRequest.self, context: context)
        return await LoginResponse(token: store.logIn(customer: login.customer))
    }
}

#endif
