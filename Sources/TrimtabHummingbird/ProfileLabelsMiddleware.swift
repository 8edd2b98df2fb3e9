#if Server

public import Hummingbird
public import Profiling

/// Labels what requests do with their route, so that profiles tell bytes allocated and processor time by route.
///
///     router.add(middleware: ProfileLabelsMiddleware())
///
/// The label is `http.route`, and its value the pattern that matched, such as `/orders/{id}`: there are few of those. What
/// matches no route has no label. Put it before what is to be counted.
public struct ProfileLabelsMiddleware<Context: RequestContext>: RouterMiddleware {
    @usableFromInline let labels: @Sendable (Request, Context) -> [String: String]

    /// - Parameter labels: The labels of a request; by default `http.route`. Few different ones: see
    ///   ``Profiling/withProfileLabels(_:_:)``. Asked of each request.
    public init(
        labels: @escaping @Sendable (Request, Context) -> [String: String] = { _, context in
            context.endpointPath.map { ["http.route": $0] } ?? [:]
        }
    ) {
        self.labels = labels
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
        let labels = labels(request, context)
        guard !labels.isEmpty else { return try await next(request, context) }
        var (response, small) = try await withProfileLabels(labels) {
            let response = try await next(request, context)
            return (response, try await response.body.collected())
        }
        let body = response.body
        if let small {
            response.body = small
            return response
        }
        // What writes the body runs later.
        response.body = ResponseBody(contentLength: body.contentLength) { writer in
            // Only this task has it, and only until the body is written.
            nonisolated(unsafe) let writer = writer
            try await withProfileLabels(labels) { try await body.write(writer) }
        }
        return response
    }
}

#endif
