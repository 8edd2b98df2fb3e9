#if Server

/// A setting of Trimtab: its name, and what may be given.
struct SettingKey: Hashable, Sendable {
    /// In a configuration.
    let name: String
    /// What may be given, as in `percent from 1 to 10000, or off`.
    let allowed: String
    /// Whether its value must not be shown.
    var isSecret = false

    /// As an environment variable.
    var variable: String { name.replacing(".", with: "_").uppercased() }

    static let memoryLimit = SettingKey(
        name: "trimtab.memory.limit",
        allowed: "a size of 1MiB or more such as 512MiB, a share up to 100% such as 90%, auto, or off"
    )
    static let growthTrigger = SettingKey(
        name: "trimtab.growth.trigger",
        allowed: "percent from 1 to 10000, or off"
    )
    static let samplingInterval = SettingKey(
        name: "trimtab.sampling.interval",
        allowed: "a size from 1 byte to 1024GiB, such as 512KiB"
    )
    static let recording = SettingKey(
        name: "trimtab.recording",
        allowed: "the path of a file, with {pid} and {start} in it if you like"
    )
    static let tasks = SettingKey(name: "trimtab.tasks", allowed: "on or off")
    static let leaks = SettingKey(name: "trimtab.leaks", allowed: "on or off")
    static let diagnosticsAddress = SettingKey(
        name: "trimtab.diagnostics.address",
        allowed: "host:port such as 127.0.0.1:6060, unix:///path.sock with at most 107 bytes of path, or off"
    )
    static let diagnosticsToken = SettingKey(
        name: "trimtab.diagnostics.token",
        allowed: "16 printable ASCII characters or more, such as `openssl rand -hex 16` makes",
        isSecret: true
    )

    static let all = [
        memoryLimit, growthTrigger, samplingInterval, recording, tasks, leaks, diagnosticsAddress, diagnosticsToken,
    ]

    /// That `value` is none of what is allowed.
    func refusal(of value: String) -> TrimtabError {
        let value = isSecret ? "the value" : "'\(value)'"
        return TrimtabError(
            .invalidSetting,
            setting: "\(name) (\(variable))",
            reason: "\(value) is not allowed; give \(allowed)"
        )
    }
}

#endif
