#if Server

import NIOCore
import NIOHTTP1

/// One request of the load, and the answer that it should get.
struct LoadRequest {
    enum Kind {
        case logIn
        case placeOrder
        case listOrders
        case lookUpOrder
        case export
    }

    var kind: Kind
    var method: HTTPMethod = .GET
    var uri: String
    var body: ByteBuffer?
    var expectedStatus: HTTPResponseStatus = .ok
}

#endif
