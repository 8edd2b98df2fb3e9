#if Server

import NIOCore

/// The service could not listen where it should.
struct ListenError: Error, CustomStringConvertible {
    var host: String
    var port: Int
    var reason: IOError

    var description: String {
        "Cannot listen on \(host):\(port): \(reason.description). Give another --host, or --port 0 for any free port."
    }
}

#endif
