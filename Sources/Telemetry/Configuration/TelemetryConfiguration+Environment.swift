#if Server

extension TelemetryConfiguration {
    /// What OpenTelemetry's environment variables say (`OTEL_*`), with that specification's defaults.
    ///
    /// Something is sent only where a variable asks for it: an endpoint (`OTEL_EXPORTER_OTLP_ENDPOINT`, or that of a
    /// signal), or an exporter (`OTEL_TRACES_EXPORTER=otlp`, `OTEL_METRICS_EXPORTER=otlp`), whose default endpoint is
    /// `http://localhost:4318`. Profiles, a signal in development, are sent only where they are named
    /// (`OTEL_PROFILES_EXPORTER=otlp`, or `OTEL_EXPORTER_OTLP_PROFILES_ENDPOINT`). A value that makes no sense gives a
    /// line in ``warnings``, and the default holds.
    ///
    /// - Parameter value: The value of a variable; nil if it is not set.
    public init(reading value: (String) -> String?) {
        self = withoutActuallyEscaping(value) { value in
            var reader = SettingsReader(value)
            var configuration = TelemetryConfiguration(reader: &reader)
            configuration.warnings = reader.warnings
            return configuration
        }
    }

    private init(reader: inout SettingsReader) {
        self.init()
        isDisabled = reader.flag("OTEL_SDK_DISABLED")
        serviceName = reader.text("OTEL_SERVICE_NAME")
        resourceAttributes = reader.pairs("OTEL_RESOURCE_ATTRIBUTES") ?? []
        tracing = TracingConfiguration(reader: &reader)
        metrics.aggregation = reader.choice(
            "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION",
            among: [("explicit_bucket_histogram", nil), ("base2_exponential_bucket_histogram", .exponential())],
            otherwise: "explicit buckets are taken"
        ).flatMap { $0 }
        if let otlp = OTLPConfiguration(of: .metrics, reader: &reader) {
            metricExport = MetricExportConfiguration(otlp: otlp, reader: &reader)
        }
        if let otlp = OTLPConfiguration(of: .traces, reader: &reader) {
            traceExport = TraceExportConfiguration(otlp: otlp, reader: &reader)
        }
        profileExport = OTLPConfiguration(of: .profiles, reader: &reader).map { ProfileExportConfiguration(otlp: $0) }
    }
}

extension MetricExportConfiguration {
    fileprivate init(otlp: OTLPConfiguration, reader: inout SettingsReader) {
        self.init(otlp: otlp)
        interval = reader.milliseconds("OTEL_METRIC_EXPORT_INTERVAL", atLeast: 1, default: interval)
        timeout = reader.milliseconds("OTEL_METRIC_EXPORT_TIMEOUT", atLeast: 1, default: timeout)
        temporality =
            reader.choice(
                "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE",
                among: [("cumulative", .cumulative), ("delta", .delta), ("lowmemory", .lowMemory)],
                otherwise: "cumulative is taken"
            ) ?? temporality
    }
}

extension TraceExportConfiguration {
    fileprivate init(otlp: OTLPConfiguration, reader: inout SettingsReader) {
        self.init(otlp: otlp)
        scheduleDelay = reader.milliseconds("OTEL_BSP_SCHEDULE_DELAY", default: scheduleDelay)
        timeout = reader.milliseconds("OTEL_BSP_EXPORT_TIMEOUT", atLeast: 1, default: timeout)
        maximumQueueSize = reader.number("OTEL_BSP_MAX_QUEUE_SIZE", in: 1...10_000_000, default: maximumQueueSize)
        let name = "OTEL_BSP_MAX_EXPORT_BATCH_SIZE"
        maximumBatchSize = min(
            maximumQueueSize,
            reader.number(name, in: 1...maximumQueueSize, default: min(maximumBatchSize, maximumQueueSize))
        )
    }
}

#endif
