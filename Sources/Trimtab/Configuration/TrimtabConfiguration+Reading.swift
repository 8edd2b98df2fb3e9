#if Server

public import Configuration
internal import DiagnosticsServer
internal import Foundation
internal import MemoryTuning
internal import Quantities
internal import Telemetry

extension TrimtabConfiguration {
    /// What a configuration says, by keys `trimtab.*` and `otel.*`; in the environment those are `TRIMTAB_*` and the
    /// variables `OTEL_*` of OpenTelemetry's specification.
    ///
    ///     let config = ConfigReader(provider: EnvironmentVariablesProvider())
    ///     let configuration = try TrimtabConfiguration(reading: config)
    ///
    /// What is not there, or empty, is as ``init()`` has it. As that specification says, a value of `otel.*` that makes no
    /// sense is warned of when the service starts, and the default holds.
    ///
    /// The hooks begin to record before any Swift code runs, and read `TRIMTAB_RECORDING` and `TRIMTAB_SAMPLING_INTERVAL`
    /// from the environment. So these two have to be there, wherever else they are.
    ///
    /// - Throws: ``TrimtabError`` for a value of `trimtab.*` that makes no sense. It names key, value and what is allowed.
    public init(reading config: ConfigReader) throws(TrimtabError) {
        try self.init(reading: config, environment: ProcessInfo.processInfo.environment)
    }

    /// - Parameter environment: What the hooks have read.
    init(reading config: ConfigReader, environment: [String: String]) throws(TrimtabError) {
        self.init()
        let reader = SettingReader(config: config)
        let hooks = HookSettings(environment: environment)
        tuner = try Self.tuner(reader)
        countsTasks = try reader.value(.tasks, Self.flag) ?? countsTasks
        if try reader.value(.leaks, Self.flag) == false { leaks = nil }
        recording = try hooks.text(.recording, reader) { $0.utf8.contains(0) || $0.hasSuffix("/") ? nil : $0 }
        samplingInterval = try hooks.text(.samplingInterval, reader, Self.samplingInterval) ?? samplingInterval
        diagnostics = try Self.diagnostics(reader)
        telemetry = TelemetryConfiguration { reader.variable($0) }
    }

    /// With neither a limit nor a growth trigger there is nothing to do. A growth trigger comes with the limit, and
    /// without one if it is asked for.
    private static func tuner(_ reader: SettingReader) throws(TrimtabError) -> MemoryTuner.Configuration? {
        let limit = try reader.value(.memoryLimit) { try? MemoryLimit(parsing: $0) } ?? .automatic
        let trigger = try reader.value(.growthTrigger) { try? GrowthTrigger(parsing: $0) }
        let resolved = trigger ?? (limit == .off ? .off : .percent(100))
        guard limit != .off || resolved != .off else { return nil }
        return MemoryTuner.Configuration(limit: limit, growthTrigger: resolved)
    }

    private static func diagnostics(_ reader: SettingReader) throws(TrimtabError) -> DiagnosticsServer.Configuration? {
        let token = try reader.value(.diagnosticsToken) { (try? AccessToken($0)) == nil ? nil : $0 }
        let address = try reader.value(.diagnosticsAddress) { try? DiagnosticsAddress(parsing: $0) } ?? .off
        guard address != .off else { return nil }
        guard address.isLocal || token != nil else {
            throw TrimtabError(
                .invalidSetting,
                setting: "\(SettingKey.diagnosticsAddress.name) (\(SettingKey.diagnosticsAddress.variable))",
                reason: """
                    '\(address)' can be reached from elsewhere, which needs a token; give \
                    \(SettingKey.diagnosticsToken.variable), or an address such as 127.0.0.1:6060
                    """
            )
        }
        return DiagnosticsServer.Configuration(address: address, token: token)
    }

    private static func samplingInterval(_ text: String) -> Int? {
        ByteSize.parse(text).flatMap { (1...1 << 40).contains($0) ? $0 : nil }
    }

    private static func flag(_ text: String) -> Bool? {
        ["on": true, "true": true, "1": true, "off": false, "false": false, "0": false][text.lowercased()]
    }
}

#endif
