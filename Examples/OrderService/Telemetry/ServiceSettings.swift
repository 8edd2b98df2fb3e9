#if Server

import Configuration

/// What the service tells Trimtab: what the command line says, then the environment, then what is usual here.
struct ServiceSettings {
    let memory: MemoryOptions

    var reader: ConfigReader {
        var options: [AbsoluteConfigKey: ConfigValue] = [:]
        if let limit = memory.memoryLimit {
            options["trimtab.memory.limit"] = ConfigValue(.string(limit), isSecret: false)
        }
        // Leaks and bursts shall show what they are, unless somebody asks for a limit.
        let usual: [AbsoluteConfigKey: ConfigValue] = ["trimtab.memory.limit": "off"]
        return ConfigReader(
            providers: [
                InMemoryProvider(name: "command line", values: options),
                EnvironmentVariablesProvider(),
                InMemoryProvider(name: "OrderService", values: usual),
            ]
        )
    }
}

#endif
