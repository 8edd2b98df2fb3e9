internal import Foundation
internal import Profiles

/// Keeps what is known of libraries between runs, one file for each build id.
struct LibraryCache: Sendable {
    /// Part of each file's name: another program's notion of what allocates must not be taken for this one's.
    static let version = 7

    let folder: String

    /// The user's cache folder, as the XDG base directory specification has it.
    static func folder(in environment: [String: String]) -> String {
        if let base = environment["XDG_CACHE_HOME"], base.hasPrefix("/") { return "\(base)/trimtab" }
        if let home = environment["HOME"], home.hasPrefix("/") { return "\(home)/.cache/trimtab" }
        return "\(NSTemporaryDirectory())/trimtab-cache"
    }

    /// The library's build id in hexadecimal; nil if it has none.
    static func key(ofLibrary path: String) -> String? {
        guard let id = Toolchain.buildID(ofBinary: path) else { return nil }
        return id.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    /// nil if there is nothing, or nothing that makes sense.
    func read(_ key: String) -> LibraryEffects? {
        guard let data = FileManager.default.contents(atPath: path(key)) else { return nil }
        return try? JSONDecoder().decode(LibraryEffects.self, from: data)
    }

    /// A cache that cannot be written costs time at the next run and nothing else.
    func write(_ effects: LibraryEffects, key: String) {
        guard let data = try? JSONEncoder().encode(effects) else { return }
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try? data.write(to: URL(fileURLWithPath: path(key)), options: .atomic)
    }

    private func path(_ key: String) -> String { "\(folder)/library-\(Self.version)-\(key).json" }
}
