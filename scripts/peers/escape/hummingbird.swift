// Exercises Hummingbird's router: registering, grouping, matching, requests and responses.
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOEmbedded

struct Counting: RouterMiddleware {
    func handle(
        _ request: Request,
        context: BasicRequestContext,
        next: (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.server] = "truth"
        return response
    }
}

struct Item: ResponseEncodable, Codable { var name: String; var count: Int }

let router = Router()
router.middlewares.add(Counting())
router.get("/") { _, _ in "root" }
router.get("/hello/{name}") { _, context in "hello \(try context.parameters.require("name"))" }
let items = router.group("items")
items.get("{id}") { _, context in Item(name: "x", count: try context.parameters.require("id", as: Int.self)) }
items.post { request, context in try await request.decode(as: Item.self, context: context) }
items.get("**") { request, _ in request.uri.path }
let source = ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: Logger(label: "truth"))
let responder = router.buildResponder()
let paths = [
    "/", "/items", "/hello/world", "/items/12", "/items/none", "/items/a/b/c", "/missing", "/hello/a%20b?x=1&y=2&z",
]
let body = ByteBuffer(string: #"{"name": "y", "count": 2}"#)
for round in 0..<10 {
    for path in paths {
        let method: HTTPRequest.Method = path == "/items" ? .post : .get
        let head = HTTPRequest(method: method, scheme: "http", authority: "localhost", path: path)
        let request = Request(head: head, body: RequestBody(buffer: body))
        _ = request.uri.queryParameters.get("x"); _ = "\(request.uri)"
        do {
            let response = try await responder.respond(to: request, context: BasicRequestContext(source: source))
            _ = response.status.code + round
        } catch { _ = "\(error)" }
    }
}
