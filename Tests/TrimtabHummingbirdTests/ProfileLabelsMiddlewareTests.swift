#if Server

import Hummingbird
import HummingbirdTesting
import Profiling
import Testing
import TrimtabHummingbird

struct ProfileLabelsMiddlewareTests {
    private static func route() -> String { ProfileLabels.current["http.route"] ?? "none" }

    @Test func handlersAndWhatWritesTheirBodiesAreLabelledWithTheRoute() async throws {
        let router = Router()
        router.add(middleware: ProfileLabelsMiddleware())
        router.get("orders/{id}") { _, _ in
            let handler = Self.route()
            return Response(
                status: .ok,
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "\(handler) \(Self.route())"))
                    try await writer.finish(nil)
                }
            )
        }
        try await Application(router: router).test(.router) { client in
            let answer = try await client.execute(uri: "/orders/7", method: .get) { String(buffer: $0.body) }
            #expect(answer == "/orders/{id} /orders/{id}")
        }
        #expect(Self.route() == "none")
    }

    @Test func ownLabelsTakeThePlaceOfTheRoute() async throws {
        let router = Router()
        router.add(
            middleware: ProfileLabelsMiddleware { request, _ in
                request.uri.path == "/plain" ? [:] : ["tenant": "blue"]
            }
        )
        for path in ["plain", "tenant"] {
            router.get(RouterPath(path)) { _, _ in "\(ProfileLabels.current)" }
        }
        try await Application(router: router).test(.router) { client in
            let plain = try await client.execute(uri: "/plain", method: .get) { String(buffer: $0.body) }
            let tenant = try await client.execute(uri: "/tenant", method: .get) { String(buffer: $0.body) }
            #expect(plain == "[:]")
            #expect(tenant == #"["tenant": "blue"]"#)
        }
    }

    @Test func errorsPassUnchanged() async throws {
        let router = Router()
        router.add(middleware: ProfileLabelsMiddleware())
        router.get("gone") { _, _ -> String in throw HTTPError(.gone) }
        try await Application(router: router).test(.router) { client in
            try await client.execute(uri: "/gone", method: .get) { #expect($0.status == .gone) }
            try await client.execute(uri: "/nowhere", method: .get) { #expect($0.status == .notFound) }
        }
    }
}

#endif
