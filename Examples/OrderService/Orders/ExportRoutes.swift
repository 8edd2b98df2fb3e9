#if Server

import HTTPTypes
import Hummingbird
import NIOCore

/// `GET /export.csv`: every kept order, one row for each of its lines, streamed in chunks.
struct ExportRoutes {
    let store: OrderStore

    var routes: RouteCollection<BasicRequestContext> {
        RouteCollection(context: BasicRequestContext.self).get("export.csv", use: export)
    }

    @Sendable
    private func export(_ request: Request, context: BasicRequestContext) async -> Response {
        let orders = await store.all()
        let body = ResponseBody { writer in
            var csv = OrderCSV()
            for order in orders {
                csv.append(order)
                if csv.isChunkFull {
                    try await writer.write(csv.takeChunk())
                }
            }
            try await writer.write(csv.takeChunk())
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: "text/csv; charset=utf-8"], body: body)
    }
}

#endif
