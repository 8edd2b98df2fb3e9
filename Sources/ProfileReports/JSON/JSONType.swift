/// A Swift type and what its objects use.
struct JSONType: Encodable {
    private let name: String
    private let use: JSONUse
    private let lifetimes: JSONLifetimes

    private enum Key: String, CodingKey {
        case name
    }

    init(_ type: ReportType) {
        name = type.name
        use = JSONUse(type.use)
        lifetimes = JSONLifetimes(type.lifetimes, growth: type.growth)
    }

    /// The keys of ``JSONUse`` and ``JSONLifetimes`` stand beside the name.
    func encode(to encoder: any Encoder) throws {
        try use.encode(to: encoder)
        try lifetimes.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(name, forKey: .name)
    }
}
