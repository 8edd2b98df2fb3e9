#if Server

internal import Foundation

/// What OpenTelemetry calls the resource attributes of a host.
enum HostFacts {
    static var attributes: [(name: String, value: TelemetryResource.Value)] {
        var attributes: [(name: String, value: TelemetryResource.Value)] = [
            ("os.description", .text(ProcessInfo.processInfo.operatingSystemVersionString)),
            ("os.type", .text(operatingSystem)),
        ]
        let name = ProcessInfo.processInfo.hostName
        if !name.isEmpty { attributes.append(("host.name", .text(name))) }
        if let architecture { attributes.append(("host.arch", .text(architecture))) }
        if let id = machineID { attributes.append(("host.id", .text(id))) }
        return attributes
    }

    private static var operatingSystem: String {
        #if os(Linux)
        "linux"
        #else
        "darwin"
        #endif
    }

    private static var architecture: String? {
        #if arch(x86_64)
        "amd64"
        #elseif arch(arm64)
        "arm64"
        #else
        nil
        #endif
    }

    /// As systemd keeps it; nil where it does not look like one.
    private static var machineID: String? {
        for path in ["/etc/machine-id", "/var/lib/dbus/machine-id"] {
            guard let text = TextFile.read(path, limit: 64) else { continue }
            let id = text.trimmingCharacters(in: .whitespacesAndNewlines)
            if id.utf8.count == 32, id.utf8.allSatisfy({ Hexadecimal.value($0) != nil }) { return id }
        }
        return nil
    }
}

#endif
