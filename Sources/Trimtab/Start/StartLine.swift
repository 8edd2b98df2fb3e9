#if Server

internal import DiagnosticsServer
internal import Foundation
internal import MemoryTuning
internal import Quantities
internal import Telemetry

/// What is on, with what limit, and where, in one line.
struct StartLine {
    let configuration: TrimtabConfiguration
    /// What the limit comes to now.
    let limit: EffectiveLimit?
    /// Nil if the application has chosen where its metrics go.
    let telemetry: TelemetryConfiguration?

    var text: String {
        let facts = [
            ("memory limit", memoryLimit),
            ("growth trigger", configuration.tuner.map { "\($0.growthTrigger)" } ?? "off"),
            ("tasks", configuration.countsTasks ? "counted" : "not counted"),
            ("leaks", configuration.watchesLeaks ? "watched" : "not watched"),
            ("metrics", metrics),
            ("traces", traces),
            ("profiles", profiles),
            ("recording", recording),
            ("diagnostics", configuration.diagnostics.map { "\($0.address)" } ?? "off"),
        ]
        return "Trimtab is on: " + facts.map { "\($0.0) \($0.1)" }.joined(separator: "; ")
    }

    private var memoryLimit: String {
        guard let tuner = configuration.tuner, tuner.limit != .off else { return "off" }
        guard let limit else { return "\(tuner.limit), which comes to none here" }
        return "\(Quantity.bytes(limit.bytes)) (\(tuner.limit), by the \(limit.source.rawValue))"
    }

    private var metrics: String {
        guard let telemetry else { return "by the application's backend" }
        guard !telemetry.isDisabled else { return "off (OTEL_SDK_DISABLED)" }
        guard let export = telemetry.metricExport else { return "kept for Prometheus, not sent" }
        return "every \(Quantity.seconds(export.interval / .seconds(1))) to \(Self.shown(export.otlp.endpoint))"
    }

    private var traces: String {
        guard let telemetry else { return "by the application's backend" }
        return Self.place(of: telemetry.isDisabled ? nil : telemetry.traceExport?.otlp)
    }

    private var profiles: String {
        guard let telemetry, !telemetry.isDisabled, let export = telemetry.profileExport else { return "off" }
        guard configuration.recording != nil else { return "off, for nothing is recorded (TRIMTAB_RECORDING)" }
        return Self.place(of: export.otlp)
    }

    private var recording: String {
        guard let path = configuration.recording else { return "off" }
        return "\(path), a sample every \(Quantity.bytes(configuration.samplingInterval))"
    }

    private static func place(of otlp: OTLPConfiguration?) -> String {
        otlp.map { "to \(shown($0.endpoint))" } ?? "off"
    }

    /// A URL without a name and password that may be in it.
    private static func shown(_ url: String) -> String {
        guard var parts = URLComponents(string: url) else { return "?" }
        parts.user = nil
        parts.password = nil
        parts.query = nil
        return parts.string ?? "?"
    }
}

#endif
