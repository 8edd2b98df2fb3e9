#if Server

internal import Configuration

/// Reads settings as text, whatever type a provider keeps them in.
struct SettingReader {
    let config: ConfigReader

    /// Nil if the setting is not there or empty.
    func text(_ name: String, isSecret: Bool = false) -> String? {
        guard let text = value(ConfigKey(name), isSecret), !text.isEmpty else { return nil }
        return text
    }

    /// A file may have numbers where an environment has text.
    private func value(_ key: ConfigKey, _ isSecret: Bool) -> String? {
        if let text = config.string(forKey: key, isSecret: isSecret) { return text }
        if let number = config.int(forKey: key, isSecret: isSecret) { return "\(number)" }
        if let number = config.double(forKey: key, isSecret: isSecret) { return "\(number)" }
        if let flag = config.bool(forKey: key, isSecret: isSecret) { return "\(flag)" }
        return config.stringArray(forKey: key, isSecret: isSecret)?.joined(separator: ",")
    }

    func text(_ key: SettingKey) -> String? { text(key.name, isSecret: key.isSecret) }

    /// What `parse` makes of a setting; nil if it is not there.
    ///
    /// - Throws: That the value is none of what is allowed, where `parse` returns nil.
    func value<Value>(_ key: SettingKey, _ parse: (String) -> Value?) throws(TrimtabError) -> Value? {
        guard let text = text(key) else { return nil }
        guard let value = parse(text) else { throw key.refusal(of: text) }
        return value
    }

    /// A variable of OpenTelemetry: `OTEL_SERVICE_NAME` is the key `otel.service.name`.
    func variable(_ name: String) -> String? {
        text(name.lowercased().replacing("_", with: "."), isSecret: name.hasSuffix("HEADERS"))
    }
}

#endif
