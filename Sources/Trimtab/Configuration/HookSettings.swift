#if Server

/// Settings that the hooks have read from the environment, before any Swift code ran.
struct HookSettings {
    let environment: [String: String]

    /// What is configured, which has to be what the hooks have read; what they have read where nothing is configured.
    ///
    /// - Throws: That the value is not allowed, or that the hooks have another one.
    func text<Value>(
        _ key: SettingKey,
        _ reader: SettingReader,
        _ parse: (String) -> Value?
    ) throws(TrimtabError) -> Value? {
        let read = environment[key.variable].flatMap { $0.isEmpty ? nil : $0 }
        if let configured = reader.text(key), configured != read, !isUnderTrimtabRun {
            guard parse(configured) != nil else { throw key.refusal(of: configured) }
            throw TrimtabError(
                .settingTooLate,
                setting: "\(key.name) (\(key.variable))",
                reason: """
                    '\(configured)' comes too late, for the hooks read it before the program begins; set the environment \
                    variable \(key.variable) to it
                    """
            )
        }
        guard let read else { return nil }
        guard let value = parse(read) else { throw key.refusal(of: read) }
        return value
    }

    /// `trimtab run` sets its own.
    private var isUnderTrimtabRun: Bool { environment[SettingKey.recording.variable]?.hasPrefix("/proc/") == true }
}

#endif
