#if Server

import HTTPTypes
import Hummingbird
import NIOCore
import Telemetry

/// `GET /metrics`: what Prometheus scrapes.
struct MetricsRoutes {
    let prometheus: PrometheusHandler

    var routes: RouteCollection<BasicRequestContext> {
        RouteCollection(context: BasicRequestContext.self).get("metrics") { request, _ -> Response in
            let answer = prometheus.respond(accept: request.headers[.accept])
            return Response(
                status: .init(code: answer.status),
                headers: [.contentType: answer.contentType],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
            )
        }
    }
}

#endif
