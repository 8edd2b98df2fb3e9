/// What a load found out about the server.
struct LoadFigures: Hashable {
    /// Requests in a second.
    var throughput: Double?
    /// In seconds.
    var latency50: Double?
    var latency99: Double?
    var requests: Int?
    /// Requests without an answer, or with one that tells of an error.
    var errors: Int?
}
