#if Server

/// What is known of the process that everything comes from.
struct TelemetryResource: Equatable, Sendable {
    enum Value: Equatable, Sendable {
        case text(String)
        case number(Int64)
        case list([String])

        var description: String {
            switch self {
            case .text(let text): text
            case .number(let number): String(number)
            case .list(let texts): texts.joined(separator: " ")
            }
        }
    }

    /// By name.
    private(set) var attributes: [(name: String, value: Value)]

    /// Later values win.
    init(_ attributes: [(name: String, value: Value)]) {
        self.attributes = Dictionary(attributes.map { ($0.name, $0.value) }) { $1 }
            .sorted { $0.key < $1.key }
            .map { (name: $0.key, value: $0.value) }
    }

    subscript(name: String) -> Value? { attributes.first { $0.name == name }?.value }

    static func == (left: TelemetryResource, right: TelemetryResource) -> Bool {
        left.attributes.elementsEqual(right.attributes) { $0 == $1 }
    }
}

extension TelemetryResource {
    /// What is found out about this process, and on top of it what the configuration says.
    init(_ configuration: TelemetryConfiguration) {
        let executable = ProcessFacts.executablePath.map { String($0[$0.lastIndex(after: "/")...]) }
        var attributes: [(name: String, value: Value)] = [
            ("telemetry.sdk.name", .text("trimtab")),
            ("telemetry.sdk.language", .text("swift")),
            ("telemetry.sdk.version", .text(TelemetryService.version)),
            ("service.name", .text(executable.map { "unknown_service:\($0)" } ?? "unknown_service")),
            ("service.instance.id", .text(ProcessFacts.randomUUID())),
        ]
        attributes += ProcessFacts.attributes
        attributes += HostFacts.attributes
        if let id = ContainerID.current { attributes.append(("container.id", .text(id))) }
        attributes += configuration.resourceAttributes.map { ($0.name, .text($0.value)) }
        if let name = configuration.serviceName { attributes.append(("service.name", .text(name))) }
        self.init(attributes)
    }
}

extension String {
    fileprivate func lastIndex(after separator: Character) -> Index {
        lastIndex(of: separator).map { index(after: $0) } ?? startIndex
    }
}

#endif
