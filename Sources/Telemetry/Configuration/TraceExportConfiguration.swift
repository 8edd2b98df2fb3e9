#if Server

/// How spans are sent.
public struct TraceExportConfiguration: Sendable {
    /// Where they are sent.
    public var otlp: OTLPConfiguration
    /// The longest that a span waits for others to go with it.
    public var scheduleDelay = Duration.seconds(5)
    /// How long one request may take, whatever ``OTLPConfiguration/timeout`` says.
    public var timeout = Duration.seconds(30)
    /// The most spans that wait to be sent. What ends beyond that is dropped and counted.
    public var maximumQueueSize = 2_048
    /// The most spans of one request.
    public var maximumBatchSize = 512

    public init(otlp: OTLPConfiguration) {
        self.otlp = otlp
    }
}

#endif
