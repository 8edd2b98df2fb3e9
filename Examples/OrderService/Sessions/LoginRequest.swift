#if Server

/// The body of `POST /login`.
struct LoginRequest: Codable, Sendable {
    var customer: String
}

#endif
