/// One stack and what it uses, without its frames: see ``JSONSites``.
struct JSONSite: Encodable {
    private let type: Nullable<String>
    private let threads: [String]
    private let use: JSONUse
    private let lifetimes: JSONLifetimes

    private enum Key: String, CodingKey {
        case type
        case threads
    }

    init(_ site: ReportSite) {
        type = Nullable(site.type)
        threads = site.threads
        use = JSONUse(site.use)
        lifetimes = JSONLifetimes(site.lifetimes, growth: site.growth)
    }

    /// The keys of ``JSONUse`` and ``JSONLifetimes`` stand beside the site's own.
    func encode(to encoder: any Encoder) throws {
        try use.encode(to: encoder)
        try lifetimes.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(type, forKey: .type)
        try container.encode(threads, forKey: .threads)
    }
}
