#if Server

/// How profiles are sent: OpenTelemetry's signal in development, which collectors may not know yet.
public struct ProfileExportConfiguration: Sendable {
    /// Where they are sent.
    public var otlp: OTLPConfiguration
    /// From one profile to the next.
    public var interval = Duration.seconds(60)
    /// How long one export may take, with all its retries.
    public var timeout = Duration.seconds(30)

    public init(otlp: OTLPConfiguration) {
        self.otlp = otlp
    }
}

#endif
