#if Server

/// Where something is sent by OTLP over HTTP, and how.
public struct OTLPConfiguration: Sendable {
    /// The complete URL, such as `http://localhost:4318/v1/traces`.
    public var endpoint: String
    /// Added to each request.
    public var headers: [(name: String, value: String)] = []
    /// Whether requests are compressed with gzip.
    public var compressesWithGzip = false
    /// How long one request may take.
    public var timeout = Duration.seconds(10)
    /// A file of PEM certificates that the server is checked with; nil for those of the system.
    public var certificateFile: String?
    /// Files of the client's certificate and private key, in PEM, for mutual TLS.
    public var clientCertificateFile: String?
    public var clientKeyFile: String?
    /// When a request that failed is sent again.
    public var retries = RetryPolicy.default

    public init(endpoint: String) {
        self.endpoint = endpoint
    }
}

#endif
