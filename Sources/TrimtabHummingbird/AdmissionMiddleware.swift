#if Server

internal import HTTPTypes
public import Hummingbird
public import MemoryTuning

/// A generic type can keep none, and to make a set for each request would be for nothing.
private let standardEssentialPaths: Set<String> = ["/health", "/healthz", "/livez", "/readyz", "/metrics"]

/// Answers 503 with `Retry-After` to requests that there is no memory for, and has others wait until there is.
///
///     let admission = try AdmissionController(tuner: tuner)
///     router.add(middleware: AdmissionMiddleware(admission))
///
/// Put it before whatever reads bodies. Health checks pass whatever happens: a service that turns work away is well, and
/// to restart it would not help. Their paths are taken literally: `/health/` is not `/health`.
public struct AdmissionMiddleware<Context: RequestContext>: RouterMiddleware {
    /// Paths that are ``AdmissionPriority/essential`` by default.
    public static var essentialPaths: Set<String> { standardEssentialPaths }

    @usableFromInline let admission: AdmissionController
    @usableFromInline let priority: @Sendable (Request) -> AdmissionPriority

    /// - Parameters:
    ///   - admission: Decides.
    ///   - priority: How much a request matters; by default all but ``essentialPaths`` are alike. Asked of each request.
    public init(
        _ admission: AdmissionController,
        priority: @escaping @Sendable (Request) -> AdmissionPriority = {
            Self.essentialPaths.contains($0.uri.path) ? .essential : .normal
        }
    ) {
        self.admission = admission
        self.priority = priority
    }

    // Inlinable, so that it is specialized for the application's context: what is generic copies requests at each step.
    // Concurrent as what calls it and what it calls are, so that no executor is asked for on the way.
    @inlinable
    @concurrent
    public func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let bytes = request.claimedBodyBytes ?? (request.mayHaveBody ? admission.unknownBodyBytes : 0)
        let ticket: AdmissionTicket
        do {
            ticket = try await admission.admit(priority: priority(request), bytes: bytes)
        } catch let refusal as AdmissionRefusal {
            throw Self.error(for: refusal)
        }
        var response = try await next(request, context)
        let body = response.body
        // What is still to be written is still in memory; of small bodies that is not worth what watching them costs.
        guard !body.isSmall else {
            ticket.end()
            return response
        }
        response.body = ResponseBody(contentLength: body.contentLength) { writer in
            defer { ticket.end() }
            try await body.write(writer)
        }
        return response
    }

    @usableFromInline
    static func error(for refusal: AdmissionRefusal) -> HTTPError {
        guard refusal.code != .tooLarge else { return HTTPError(.contentTooLarge, message: refusal.description) }
        return HTTPError(
            .serviceUnavailable,
            headers: [.retryAfter: String(refusal.retryAfterSeconds)],
            message: refusal.description
        )
    }
}

#endif
