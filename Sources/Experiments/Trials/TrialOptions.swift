/// How a trial runs.
package struct TrialOptions: Sendable, Hashable, Codable {
    /// The server's program and arguments.
    package var server: [String]
    package var load: LoadPlan
    /// Where the server answers when it is ready; nil if nobody said.
    package var ready: String?
    /// Seconds until it has to answer.
    package var patience: Double
    /// Seconds that the load is let go before anything counts.
    package var warmUp: Double
    /// Seconds after the load until settled memory is read.
    package var settle: Double
    /// In bytes; nil for none.
    package var limit: Int?

    package init(
        server: [String],
        load: LoadPlan,
        ready: String? = nil,
        patience: Double = 30,
        warmUp: Double = 1,
        settle: Double = 1,
        limit: Int? = nil
    ) {
        self.server = server
        self.load = load
        self.ready = ready
        self.patience = patience
        self.warmUp = warmUp
        self.settle = settle
        self.limit = limit
    }

    /// Where the server listens, as far as it can be told.
    var address: HTTPAddress? {
        if let ready { return HTTPAddress(ready) }
        return switch load {
        case .command(let command): HTTPAddress(inCommand: command)
        case .requests(let url, _, _): HTTPAddress(url)
        case .program: nil
        }
    }
}
