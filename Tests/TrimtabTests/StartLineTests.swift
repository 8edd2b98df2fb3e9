#if Server

import DiagnosticsServer
import Telemetry
import Testing

@testable import MemoryTuning
@testable import Trimtab

/// The line that a service logs when it starts.
struct StartLineTests {
    private func line(
        _ configuration: TrimtabConfiguration,
        limit: EffectiveLimit? = nil,
        isBootstrapped: Bool = true
    ) -> String {
        StartLine(
            configuration: configuration,
            limit: limit,
            telemetry: isBootstrapped ? configuration.telemetry : nil
        ).text
    }

    @Test func saysWhatIsOnWithWhatLimitAndWhere() {
        var configuration = TrimtabConfiguration()
        configuration.tuner = .init(limit: .bytes(512 << 20), growthTrigger: .percent(80))
        configuration.recording = "/run/a.trimtab"
        configuration.diagnostics = .init(address: .network(host: "127.0.0.1", port: 6060), token: "s3cret")
        configuration.telemetry = TelemetryConfiguration {
            [
                "OTEL_EXPORTER_OTLP_ENDPOINT": "https://me:pass@collector:4318",
                "OTEL_PROFILES_EXPORTER": "otlp",
                "OTEL_METRIC_EXPORT_INTERVAL": "5000",
            ][$0]
        }
        let limit = EffectiveLimit(of: .bytes(512 << 20), groupLimit: nil, machineBytes: nil, reserve: 0)
        let text = line(configuration, limit: limit)
        for part in [
            "memory limit 512.0 MiB", "growth trigger 80 %", "leaks watched",
            "metrics every 5.00 s to https://collector:4318/v1/metrics",
            "traces to https://collector:4318/v1/traces", "profiles to https://collector:4318/v1development/profiles",
            "recording /run/a.trimtab, a sample every 512.0 KiB", "diagnostics 127.0.0.1:6060",
        ] {
            #expect(text.contains(part), "\(part) is missing in: \(text)")
        }
        #expect(!text.contains("\n") && !text.contains("s3cret") && !text.contains("pass"))
    }

    @Test func saysWhatIsOffAndWhy() {
        var configuration = TrimtabConfiguration()
        configuration.tuner = nil
        configuration.countsTasks = false
        configuration.telemetry = TelemetryConfiguration { ["OTEL_PROFILES_EXPORTER": "otlp"][$0] }
        let text = line(configuration)
        for part in [
            "memory limit off", "growth trigger off", "tasks not counted", "leaks not watched",
            "metrics kept for Prometheus, not sent",
            "traces off", "profiles off, for nothing is recorded (TRIMTAB_RECORDING)", "recording off",
            "diagnostics off",
        ] {
            #expect(text.contains(part), "\(part) is missing in: \(text)")
        }
        configuration.recording = "/run/a.trimtab"
        configuration.leaks = nil
        #expect(line(configuration).contains("leaks not watched"))
        configuration.telemetry.isDisabled = true
        #expect(line(configuration).contains("metrics off (OTEL_SDK_DISABLED)"))
        #expect(line(configuration, isBootstrapped: false).contains("metrics by the application's backend"))
    }
}

#endif
