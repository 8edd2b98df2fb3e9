internal import Foundation

/// Where the recordings of a service lie: the value of `TRIMTAB_RECORDING`.
///
/// The hooks write a new recording at each start and keep older ones: `FILE.1` to `FILE.3` beside a fixed name, the
/// newest three of a name with `{pid}` or `{start}` in it.
public struct RecordingPlace: Hashable, Sendable {
    /// The name, with its placeholders.
    public let name: String

    public init(_ name: String) {
        self.name = name
    }

    /// How many recordings are kept beside a fixed name.
    public static let keptCount = 3

    /// Recordings of processes that were killed or crashed and of which nobody was told yet, the latest first.
    ///
    /// What cannot be read is left out.
    public func unreported() -> [Recording] {
        // Read again once the process is gone: what it wrote last of all says that it ended by itself.
        headers().filter { $0.isUnclean && !$0.isReported }.compactMap { try? Recording(contentsOf: $0.path) }
            .filter { $0.isUnclean && !$0.isReported }.sorted { $0.startWallTime > $1.startWallTime }
    }

    /// The recording of this process, if it writes one there.
    public func current() -> Recording? {
        // A damaged one beside it is passed over.
        headers(ofProcess: Int(getpid())).lazy.compactMap { try? Recording(contentsOf: $0.path) }.first
    }

    /// The same without its tables, each of which may have megabytes.
    package func currentHeader() -> Recording? { headers(ofProcess: Int(getpid())).first }

    /// Where the recording of a living process is, if it writes one here.
    package func path(ofProcess id: Int) -> String? {
        headers(ofProcess: id).first?.path
    }

    private func headers(ofProcess id: Int) -> [Recording] {
        headers().filter { $0.processID == id && $0.isProcessAlive }
    }

    /// Where the recording of a living process is that began last, whichever that is.
    package func latestLive() -> String? {
        headers().filter { $0.isProcessAlive && $0.state != .ended }
            .max { $0.startWallTime < $1.startWallTime }?.path
    }

    /// Gives the recording at `path` the name `FILE.1`, that one the name `FILE.2` and so on, up to the first that is
    /// free; the fourth goes. As the hooks do it.
    /// - Returns: Where it is now.
    public func keep(_ path: String) throws(RecordingError) -> String {
        let names = (1...Self.keptCount).map { "\(name).\($0)" }
        let free = names.firstIndex { !FileManager.default.fileExists(atPath: $0) } ?? names.count - 1
        for (older, newer) in zip(names[...free].reversed(), (names[..<free].reversed() + [path])) {
            guard rename(newer, older) == 0 else {
                let reason = "cannot be kept as \(older): \(ErrorNumber.last). Make the folder writable."
                throw RecordingError(.unwritable, path: newer, reason: reason)
            }
        }
        return names[0]
    }

    /// What is told by the files that are there, but for those that cannot be read.
    private func headers() -> [Recording] {
        files().compactMap { try? Recording(headerOf: $0) }
    }

    /// The files that are there.
    private func files() -> [String] {
        let slash = name.lastIndex(of: "/")
        let folder = slash.map { String(name[...$0]) } ?? "./"
        let last = slash.map { String(name[name.index(after: $0)...]) } ?? name
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return entries.filter { isName($0, of: last) }.map { slash == nil ? $0 : folder + $0 }
    }

    /// Whether a file's name is the pattern's with numbers in its places, and perhaps one of a kept recording behind it.
    private func isName(_ entry: String, of pattern: String) -> Bool {
        let number = "[0-9]+"
        let escaped = NSRegularExpression.escapedPattern(for: pattern)
            .replacing("\\{pid\\}", with: number).replacing("\\{start\\}", with: number)
        return entry.range(of: "^\(escaped)(\\.[1-\(Self.keptCount)])?$", options: .regularExpression) != nil
    }
}
