#if Server

import Configuration
import DiagnosticsServer
import MemoryTuning
import Telemetry
import Testing

@testable import Trimtab

/// What the keys `trimtab.*` and `otel.*` say.
struct ConfigurationTests {
    private func read(_ variables: [String: String]) throws -> TrimtabConfiguration {
        let provider = EnvironmentVariablesProvider(environmentVariables: variables)
        return try TrimtabConfiguration(reading: ConfigReader(provider: provider), environment: variables)
    }

    private func refusal(_ variables: [String: String]) -> TrimtabError? {
        do {
            _ = try read(variables)
            return nil
        } catch {
            return error as? TrimtabError
        }
    }

    @Test(arguments: [[:], ["TRIMTAB_MEMORY_LIMIT": "", "TRIMTAB_GROWTH_TRIGGER": "", "TRIMTAB_RECORDING": ""]])
    func withNothingSaidTheDefaultsHold(variables: [String: String]) throws {
        let configuration = try read(variables)
        #expect(configuration.tuner == MemoryTuner.Configuration(limit: .automatic, growthTrigger: .percent(100)))
        #expect(configuration.countsTasks)
        #expect(configuration.leaks != nil)
        #expect(configuration.recording == nil)
        #expect(configuration.samplingInterval == 512 << 10)
        #expect(configuration.diagnostics == nil)
        #expect(configuration.telemetry.metricExport == nil)
        #expect(configuration.telemetry.traceExport == nil)
        #expect(configuration.telemetry.profileExport == nil)
    }

    @Test func eachKeyIsRead() throws {
        let configuration = try read([
            "TRIMTAB_MEMORY_LIMIT": "90%",
            "TRIMTAB_GROWTH_TRIGGER": "50",
            "TRIMTAB_TASKS": "off",
            "TRIMTAB_LEAKS": "off",
            "TRIMTAB_RECORDING": "/var/lib/s-{pid}.trimtab",
            "TRIMTAB_SAMPLING_INTERVAL": "1MiB",
            "TRIMTAB_DIAGNOSTICS_ADDRESS": "0.0.0.0:6060",
            "TRIMTAB_DIAGNOSTICS_TOKEN": "s3cret-s3cret-s3cret",
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318",
            "OTEL_SERVICE_NAME": "shop",
        ])
        #expect(configuration.tuner == MemoryTuner.Configuration(limit: .percent(90), growthTrigger: .percent(50)))
        #expect(!configuration.countsTasks)
        #expect(configuration.leaks == nil)
        #expect(configuration.recording == "/var/lib/s-{pid}.trimtab")
        #expect(configuration.samplingInterval == 1 << 20)
        #expect(configuration.diagnostics?.address == .network(host: "0.0.0.0", port: 6060))
        #expect(configuration.diagnostics?.token == "s3cret-s3cret-s3cret")
        #expect(configuration.telemetry.metricExport?.otlp.endpoint == "http://collector:4318/v1/metrics")
        #expect(configuration.telemetry.traceExport?.otlp.endpoint == "http://collector:4318/v1/traces")
        #expect(configuration.telemetry.serviceName == "shop")
    }

    @Test(arguments: [
        ("off", nil, nil),
        ("off", "off", nil),
        ("off", "80%", MemoryTuner.Configuration(limit: .off, growthTrigger: .percent(80))),
        ("512MiB", nil, MemoryTuner.Configuration(limit: .bytes(512 << 20), growthTrigger: .percent(100))),
        ("auto", "off", MemoryTuner.Configuration(limit: .automatic, growthTrigger: .off)),
    ])
    func theTunerRunsWhereThereIsALimitOrATrigger(
        limit: String,
        trigger: String?,
        expected: MemoryTuner.Configuration?
    ) throws {
        var variables = ["TRIMTAB_MEMORY_LIMIT": limit]
        variables["TRIMTAB_GROWTH_TRIGGER"] = trigger
        #expect(try read(variables).tuner == expected)
    }

    @Test(arguments: [
        ("TRIMTAB_MEMORY_LIMIT", "lots"), ("TRIMTAB_MEMORY_LIMIT", "120%"), ("TRIMTAB_MEMORY_LIMIT", "-1"),
        ("TRIMTAB_MEMORY_LIMIT", "99999999999999999999GiB"), ("TRIMTAB_GROWTH_TRIGGER", "0"),
        ("TRIMTAB_GROWTH_TRIGGER", "much"), ("TRIMTAB_SAMPLING_INTERVAL", "0"), ("TRIMTAB_SAMPLING_INTERVAL", "2TiB"),
        ("TRIMTAB_SAMPLING_INTERVAL", "1025GiB"), ("TRIMTAB_SAMPLING_INTERVAL", "often"),
        ("TRIMTAB_RECORDING", "/var/lib/"), ("TRIMTAB_TASKS", "some"), ("TRIMTAB_LEAKS", "2"),
        ("TRIMTAB_DIAGNOSTICS_ADDRESS", "6060"),
        ("TRIMTAB_DIAGNOSTICS_ADDRESS", "localhost:65536"), ("TRIMTAB_DIAGNOSTICS_ADDRESS", "unix://relative.sock"),
    ])
    func aBadValueIsAnErrorThatNamesKeyValueAndWhatIsAllowed(variable: String, value: String) throws {
        let error = try #require(refusal([variable: value]))
        #expect(error.code == .invalidSetting)
        let key = try #require(SettingKey.all.first { $0.variable == variable })
        for part in [key.name, variable, "'\(value)'", key.allowed] { #expect("\(error)".contains(part)) }
        #expect(!"\(error)".contains("\n"))
    }

    @Test func aTokenIsNeverShown() throws {
        let error = try #require(refusal(["TRIMTAB_DIAGNOSTICS_TOKEN": "two words"]))
        #expect("\(error)".contains("TRIMTAB_DIAGNOSTICS_TOKEN"))
        #expect(!"\(error)".contains("two words"))
    }

    @Test func whatCanBeReachedFromElsewhereNeedsAToken() throws {
        let error = try #require(refusal(["TRIMTAB_DIAGNOSTICS_ADDRESS": "10.0.0.1:6060"]))
        #expect("\(error)".contains("TRIMTAB_DIAGNOSTICS_TOKEN"))
        #expect(try read(["TRIMTAB_DIAGNOSTICS_ADDRESS": "127.0.0.1:6060"]).diagnostics?.token == nil)
        #expect(try read(["TRIMTAB_DIAGNOSTICS_ADDRESS": "OFF"]).diagnostics == nil)
    }

    @Test func theFirstProviderThatHasAValueWins() throws {
        let environment = EnvironmentVariablesProvider(environmentVariables: ["TRIMTAB_MEMORY_LIMIT": "256MiB"])
        func limit(_ providers: [any ConfigProvider]) throws -> MemoryLimit? {
            try TrimtabConfiguration(reading: ConfigReader(providers: providers), environment: [:]).tuner?.limit
        }
        let options = InMemoryProvider(values: ["trimtab.memory.limit": "64MiB"])
        #expect(try limit([options, environment]) == .bytes(64 << 20))
        #expect(try limit([environment, options]) == .bytes(256 << 20))
        #expect(try limit([InMemoryProvider(values: [:]), environment]) == .bytes(256 << 20))
    }

    @Test func valuesOfOtherTypesAreRead() throws {
        let provider = InMemoryProvider(values: [
            "trimtab.memory.limit": 268_435_456, "trimtab.growth.trigger": 80, "trimtab.tasks": false,
            "otel.metric.export.interval": 5_000, "otel.metrics.exporter": "otlp",
        ])
        let configuration = try TrimtabConfiguration(reading: ConfigReader(provider: provider), environment: [:])
        #expect(configuration.tuner?.limit == .bytes(256 << 20))
        #expect(configuration.tuner?.growthTrigger == .percent(80))
        #expect(!configuration.countsTasks)
        #expect(configuration.telemetry.metricExport?.interval == .seconds(5))
        let wrong = InMemoryProvider(values: ["trimtab.memory.limit": true])
        #expect(throws: TrimtabError.self) {
            try TrimtabConfiguration(reading: ConfigReader(provider: wrong), environment: [:])
        }
    }

    @Test(arguments: ["trimtab.recording", "trimtab.sampling.interval"])
    func whatTheHooksHaveReadAlreadyCannotBeSetElsewhere(name: String) throws {
        let value = name.hasSuffix("recording") ? "/tmp/a.trimtab" : "4096"
        let key = try #require(SettingKey.all.first { $0.name == name })
        let config = ConfigReader(
            provider: InMemoryProvider(values: [
                AbsoluteConfigKey(name.split(separator: ".").map(String.init)): .init(.string(value), isSecret: false)
            ])
        )
        let error = #expect(throws: TrimtabError.self) { try TrimtabConfiguration(reading: config, environment: [:]) }
        #expect(error?.code == .settingTooLate)
        #expect("\(try #require(error))".contains("set the environment variable \(key.variable)"))
        // The same in both places is well, and so is what is in the environment alone.
        let both = [key.variable: value]
        #expect(throws: Never.self) { try TrimtabConfiguration(reading: config, environment: both) }
        let nothing = ConfigReader(provider: InMemoryProvider(values: [:]))
        #expect(throws: Never.self) { try TrimtabConfiguration(reading: nothing, environment: both) }
    }

    @Test func aBadValueOfOpenTelemetryIsAWarning() throws {
        let configuration = try read(["OTEL_TRACES_SAMPLER": "sometimes", "OTEL_METRIC_EXPORT_INTERVAL": "-1"])
        let warnings = configuration.telemetry.warnings.joined(separator: "\n")
        #expect(!warnings.isEmpty && warnings.contains("OTEL_TRACES_SAMPLER"))
    }
}

#endif
