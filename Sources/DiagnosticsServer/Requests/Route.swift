#if Server

internal import HTTPTypes
internal import Hummingbird

/// What answers the requests of one path.
struct Route: Sendable {
    /// How refusals are put.
    enum Kind: Sendable {
        /// Lines of text, with Go's header.
        case profile
        /// `{"error": "…"}`.
        case json
        case page
    }

    let methods: Set<HTTPRequest.Method>
    let kind: Kind
    let answer: @Sendable (DiagnosticsRequest) async throws(Refusal) -> Response

    init(
        _ kind: Kind,
        methods: Set<HTTPRequest.Method> = [.get],
        _ answer: @escaping @Sendable (DiagnosticsRequest) async throws(Refusal) -> Response
    ) {
        self.methods = methods
        self.kind = kind
        self.answer = answer
    }

    static func redirect(to path: String) -> Route {
        Route(.page) { _ in Answer.redirect(to: path) }
    }
}

#endif
