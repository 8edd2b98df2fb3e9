#if Server

import NIOCore
import NIOHTTP1

/// What the load generator keeps of an answer.
struct LoadResponse {
    var status: HTTPResponseStatus
    /// The path of an order just placed.
    var location: String?
    /// The body's beginning: all of a small body, little of an export.
    var body: ByteBuffer
}

#endif
