#if Server

extension OTLPConfiguration {
    /// Nil where nothing asks for the signal to be sent. A variable of the signal wins over the one for all signals.
    init?(of signal: TelemetrySignal, reader: inout SettingsReader) {
        func names(_ setting: String) -> [String] {
            ["OTEL_EXPORTER_OTLP_\(signal.rawValue.uppercased())_\(setting)", "OTEL_EXPORTER_OTLP_\(setting)"]
        }
        let exporter = reader.choice(
            "OTEL_\(signal.rawValue.uppercased())_EXPORTER",
            among: [("otlp", true), ("none", false)],
            otherwise: "otlp is taken where an endpoint is set"
        )
        guard exporter != false else { return nil }
        guard let endpoint = reader.endpoint(of: signal, names: names("ENDPOINT"), isAskedFor: exporter == true) else {
            return nil
        }
        self.init(endpoint: endpoint)

        /// The first name that is set.
        func name(_ setting: String) -> String {
            let names = names(setting)
            return names.first { reader.text($0) != nil } ?? names[0]
        }
        headers = reader.pairs(name("HEADERS")) ?? []
        compressesWithGzip =
            reader.choice(name("COMPRESSION"), among: [("gzip", true), ("none", false)], otherwise: "none is taken")
            ?? false
        timeout = reader.milliseconds(name("TIMEOUT"), atLeast: 1, default: timeout)
        _ = reader.choice(name("PROTOCOL"), among: [("http/protobuf", true)], otherwise: "http/protobuf is taken")
        certificateFile = reader.text(name("CERTIFICATE"))
        clientCertificateFile = reader.text(name("CLIENT_CERTIFICATE"))
        clientKeyFile = reader.text(name("CLIENT_KEY"))
    }
}

extension SettingsReader {
    /// The signal's own endpoint is taken as it is; the signal's path is added to the one for all.
    fileprivate mutating func endpoint(of signal: TelemetrySignal, names: [String], isAskedFor: Bool) -> String? {
        let standard = "http://localhost:4318"
        if let own = text(names[0]) {
            if let url = HTTPURL(own) { return url.text }
            warn(names[0], own, allowed: "a URL of http or https", taken: "\(standard)/\(signal.path) is taken")
            return "\(standard)/\(signal.path)"
        }
        // A signal in development is sent where it is asked for by name.
        if let shared = text(names[1]), signal != .profiles || isAskedFor {
            if let url = HTTPURL(shared) { return url.appending(signal.path) }
            warn(names[1], shared, allowed: "a URL of http or https", taken: "\(standard) is taken")
            return "\(standard)/\(signal.path)"
        }
        return isAskedFor ? "\(standard)/\(signal.path)" : nil
    }
}

#endif
