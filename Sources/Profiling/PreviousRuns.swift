public import Logging
public import ProfileReports

public import class Foundation.ProcessInfo

internal import Profiles

/// What earlier runs left that were killed or crashed: by SIGKILL, by the kernel for lack of memory, with their
/// container.
///
/// A service whose hooks write a recording (environment `TRIMTAB_RECORDING`) calls ``log(to:)`` when it starts:
///
/// ```swift
/// await PreviousRuns().log(to: logger)
/// ```
///
/// and where its predecessor died, the log says who held the memory and how it grew.
public struct PreviousRuns: Sendable {
    private let place: RecordingPlace?
    private let environment: [String: String]

    /// Below this limit no symbolizer is started: with a large binary it takes hundreds of megabytes, and a service that
    /// was killed for lack of memory shall not be killed for telling of it.
    private static let leastLimitForLines = 2 << 30

    /// - Parameter environment: Where `TRIMTAB_RECORDING` is looked up. Without it there are no previous runs.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        let name = environment["TRIMTAB_RECORDING"] ?? ""
        self.environment = environment
        // What is in /proc is held by `trimtab run`, which tells of it itself.
        place = name.isEmpty || name.hasPrefix("/proc/") ? nil : RecordingPlace(name)
    }

    /// Logs each previous run that did not end by itself and that was not logged before: at the level `error` how it
    /// ended, who held the memory and how that grew, the latest run first.
    ///
    /// Never fails: what cannot be read is logged as a warning. Call it where the service starts; names of functions are
    /// looked up in the program's own files, which can take a second. Source lines need a Swift toolchain, which few
    /// containers have, and a memory limit of 2 GiB or none.
    public func log(to logger: Logger) async {
        let recordings = place?.unreported() ?? []
        guard !recordings.isEmpty else { return }
        let symbolicator = symbolicator()
        for recording in recordings {
            // First, so that whatever might go wrong with a recording goes wrong once and not at each start.
            do {
                try recording.markReported()
            } catch {
                logger.warning("\(error)")
            }
            let postMortem = await Self.examine(recording, symbolicator)
            let lines = postMortem.lines
            logger.error("\(lines[0])", metadata: ["recording": "\(postMortem.recording)"])
            for line in lines.dropFirst() { logger.error("\(line)") }
        }
    }

    /// The same for those who want to say it in their own way; ``log(to:)`` will say it all the same.
    public func postMortems() async -> [PostMortem] {
        let recordings = place?.unreported() ?? []
        guard !recordings.isEmpty else { return [] }
        let symbolicator = symbolicator()
        var result: [PostMortem] = []
        for recording in recordings { result.append(await Self.examine(recording, symbolicator)) }
        return result
    }

    /// One for all recordings: they are mostly of the same binary.
    private func symbolicator() -> Symbolicator {
        let isRoomy = (place?.currentHeader()?.memoryLimit ?? .max) >= Self.leastLimitForLines
        return Symbolicator(environment: isRoomy ? environment : [:])
    }

    /// Names are looked up for the sites that matter alone: a service that starts has better to do.
    private static func examine(_ recording: Recording, _ symbolicator: Symbolicator) async -> PostMortem {
        let profile = await recording.heapProfile().symbolicated(by: symbolicator, topSites: 20)
        return PostMortem(profile, recording: recording.path)
    }
}
