#if Server

import HTTPTypes
import Hummingbird

/// The fault behind `--churn`: describes every request at length, in hundreds of short-lived strings, only to keep
/// a checksum of them.
struct ChurnMiddleware: RouterMiddleware {
    private static let linesPerRequest = 250

    func handle(
        _ request: Request,
        context: BasicRequestContext,
        next: @concurrent (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        let checksum = checksum(ofDescribing: request)
        var response = try await next(request, context)
        // The client sees the result, so no optimiser may leave the work out.
        response.headers[.eTag] = "\"\(checksum)\""
        return response
    }

    private func checksum(ofDescribing request: Request) -> Int {
        var lines: [String] = []
        for number in 1...Self.linesPerRequest {
            lines.append("line \(number): the request is a \(request.method.rawValue) of \(request.uri.path)")
        }
        let description = lines.joined(separator: "\n")
        return Array(description.utf8).reduce(0) { ($0 &* 31) &+ Int($1) }
    }
}

#endif
