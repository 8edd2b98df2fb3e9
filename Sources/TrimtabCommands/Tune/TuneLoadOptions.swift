import ArgumentParser
import Experiments

/// What puts load on the server, and when it is ready for it.
struct TuneLoadOptions: ParsableArguments {
    private static let mostConnections = 1024

    @Option(
        help: ArgumentHelp(
            "A command for the shell that puts load on the server and ends, such as one of wrk.",
            valueName: "command"
        )
    )
    var load: String?

    @Option(help: ArgumentHelp("Send requests for this URL in place of a load command.", valueName: "url"))
    var url: String?

    @Option(help: ArgumentHelp("With --url: over how many connections at a time.", valueName: "count"))
    var connections = 16

    @Option(help: ArgumentHelp("With --url: for how many seconds.", valueName: "seconds"))
    var seconds = 5.0

    @Option(
        help: ArgumentHelp(
            "Where the server answers when it is ready (default: a connection to the first URL of the load).",
            valueName: "url"
        )
    )
    var ready: String?

    @Option(help: ArgumentHelp("How long the server may take until it is ready.", valueName: "seconds"))
    var patience = 30.0

    @Option(help: ArgumentHelp("How long the load runs before anything counts.", valueName: "seconds"))
    var warmUp = 1.0

    @Option(help: ArgumentHelp("How long after the load settled memory is read.", valueName: "seconds"))
    var settle = 1.0

    func trial(server: [String], limit: Int?) throws(ExperimentError) -> TrialOptions {
        for (name, value) in [("seconds", seconds), ("patience", patience)] where !(value > 0 && value <= 86_400) {
            throw ExperimentError(.badValue, "--\(name) \(value): give more than 0 seconds, a day at most")
        }
        for (name, value) in [("warm-up", warmUp), ("settle", settle)] where !(value >= 0 && value <= 86_400) {
            throw ExperimentError(.badValue, "--\(name) \(value): give 0 seconds or more, a day at most")
        }
        guard (1...Self.mostConnections).contains(connections) else {
            throw ExperimentError(.badValue, "--connections \(connections): give 1 to \(Self.mostConnections)")
        }
        if let ready, HTTPAddress(ready) == nil {
            throw ExperimentError(.badValue, "--ready '\(ready)': give a URL such as http://127.0.0.1:8080/health")
        }
        return TrialOptions(
            server: server,
            load: try plan(),
            ready: ready,
            patience: patience,
            warmUp: warmUp,
            settle: settle,
            limit: limit
        )
    }

    private func plan() throws(ExperimentError) -> LoadPlan {
        switch (load, url) {
        case (nil, nil): return .program
        case (let command?, nil): return .command(command)
        case (nil, let url?):
            guard let address = HTTPAddress(url), !address.isEncrypted, url.lowercased().hasPrefix("http:") else {
                throw ExperimentError(
                    .badValue,
                    "--url '\(url)': give one such as http://127.0.0.1:8080/orders; for https use --load"
                )
            }
            return .requests(url: url, connections: connections, seconds: seconds)
        case (.some, .some): throw ExperimentError(.badValue, "--load and --url exclude each other: give one of them")
        }
    }
}
