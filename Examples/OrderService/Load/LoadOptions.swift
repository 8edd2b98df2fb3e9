#if Server

import ArgumentParser

/// How much load the service puts on itself, and when it stops.
struct LoadOptions: ParsableArguments {
    private static let mostConnections = 1024

    @Option(
        name: .customLong("load"),
        help: ArgumentHelp("Send requests to itself over this many connections.", valueName: "connections")
    )
    var connections: Int?

    @Option(
        help: ArgumentHelp(
            "Send so many requests a second, evenly, instead of each when the last was answered. Needs --load.",
            valueName: "requests"
        )
    )
    var rate: Double?

    @Option(help: ArgumentHelp("Stop after exactly this many requests. Needs --load.", valueName: "count"))
    var requests: Int?

    @Option(help: ArgumentHelp("Stop after this many seconds.", valueName: "seconds"))
    var duration: Double?

    func validate() throws {
        if let connections, !(1...Self.mostConnections).contains(connections) {
            throw ValidationError(
                "--load \(connections) is out of range. Give 1 to \(Self.mostConnections) connections."
            )
        }
        if let rate, !(0.001...1_000_000).contains(rate) {
            throw ValidationError("--rate \(rate) is out of range. Give 0.001 to 1000000 requests a second.")
        }
        if rate != nil, connections == nil {
            throw ValidationError("--rate needs a load. Give --load with a number of connections too.")
        }
        if let requests, requests < 1 {
            throw ValidationError("--requests \(requests) is out of range. Give 1 or more.")
        }
        if requests != nil, connections == nil {
            throw ValidationError("--requests needs a load. Give --load with a number of connections too.")
        }
        if let duration, !(duration > 0 && duration < 1e9) {
            throw ValidationError("--duration \(duration) is out of range. Give more than 0 seconds.")
        }
    }
}

#endif
