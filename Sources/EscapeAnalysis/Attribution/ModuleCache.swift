internal import Foundation

/// Keeps what was found in a module until one of its objects changes.
struct ModuleCache: Sendable {
    private struct Entry: Codable {
        var key: String
        var findings: ModuleFindings
    }

    /// Rises whenever the same objects would give other findings.
    private static let version = 6

    private let path: String
    /// What the findings rest on: all objects as they are now.
    private let key: String

    init(folder: String, module: ModuleProducts, modules: Set<String>, sources: OwnSources) {
        path = "\(folder)/\(module.module).findings.json"
        let files = module.objects.map { object in
            let attributes = try? FileManager.default.attributesOfItem(atPath: object)
            let time = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            return "\(object) \(attributes?[.size] ?? 0) \(time)"
        }
        let head = "\(Self.version).\(LibraryCache.version) \(sources.package)"
        key = ([head] + modules.sorted() + files).joined(separator: "\n")
    }

    /// nil if there is nothing for these objects, or nothing that makes sense.
    func read() -> ModuleFindings? {
        guard let data = FileManager.default.contents(atPath: path),
            let entry = try? JSONDecoder().decode(Entry.self, from: data), entry.key == key
        else { return nil }
        return entry.findings
    }

    /// A cache that cannot be written costs time at the next run and nothing else.
    func write(_ findings: ModuleFindings) {
        guard let data = try? JSONEncoder().encode(Entry(key: key, findings: findings)) else { return }
        try? data.write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
