#if Server

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Answers, with the headers that keep browsers from doing with them what they were not made for.
enum Answer {
    /// No script but the page's own, nothing from elsewhere, and in nobody's frame.
    static let pagePolicy =
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; connect-src 'self';"
        + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    private static let common: HTTPFields = [
        .xContentTypeOptions: "nosniff",
        .cacheControl: "no-store",
        .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
    ]

    static func response(
        _ type: String,
        _ body: some Sequence<UInt8>,
        _ status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) -> Response {
        response(type, ResponseBody(byteBuffer: ByteBuffer(bytes: body)), status, headers: headers)
    }

    static func response(
        _ type: String,
        _ body: ResponseBody,
        _ status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) -> Response {
        var fields = common
        fields[.contentType] = type
        for field in headers { fields[field.name] = field.value }
        return Response(status: status, headers: fields, body: body)
    }

    static func text(_ text: String, _ status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        response("text/plain; charset=utf-8", text.utf8, status, headers: headers)
    }

    static func json(_ value: JSONValue, _ status: HTTPResponse.Status = .ok) -> Response {
        response("application/json", value.text.utf8, status)
    }

    static func page(_ html: some Sequence<UInt8>) -> Response {
        response("text/html; charset=utf-8", html, headers: [.contentSecurityPolicy: pagePolicy])
    }

    /// A profile, under the name of its file.
    static func profile(_ bytes: [UInt8], name: String) -> Response {
        response(
            "application/octet-stream",
            bytes,
            headers: [.contentDisposition: "attachment; filename=\"\(name)\""]
        )
    }

    static func redirect(to path: String) -> Response {
        text("See \(path)\n", .found, headers: [.location: path])
    }
}

#endif
