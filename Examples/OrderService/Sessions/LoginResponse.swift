#if Server

import Hummingbird

/// The answer to `POST /login`.
struct LoginResponse: ResponseCodable, Sendable {
    /// Later requests bear it as `Authorization: Bearer TOKEN`.
    var token: String
}

#endif
