import Foundation
import ProfileReports
import Profiles

/// Reads what `trimtab report` is given: a recording, finished or live, or a pprof file.
enum ProfileLoader {
    private static let gzip: [UInt8] = [0x1f, 0x8b]
    /// How a plain pprof file starts: its first field, a sample type.
    private static let plainPprof: [UInt8] = [0x0a]

    /// The profile at `path` with function names, and the report on it.
    static func report(_ path: String, options: ReportOptions) throws -> (profile: HeapProfile, report: HeapReport) {
        let loaded = try load(path)
        let (profile, warnings) = loaded.profile.symbolicated(with: options)
        return (profile, HeapReport(profile, facts: RunFacts(end: loaded.end, recording: path, warnings: warnings)))
    }

    /// Reads the profile at `path`, whichever of the two it is, and what is known of the program's end.
    private static func load(_ path: String) throws -> (profile: HeapProfile, end: ProgramEnd?) {
        let head = try InputFile.head(of: path, count: 2)
        guard !head.isEmpty else {
            throw CommandError(.badInput, "cannot read '\(path)': it is empty: name a recording or a pprof file")
        }
        guard head.starts(with: gzip) || head.starts(with: plainPprof) else {
            do {
                let recording = try Recording(contentsOf: path)
                return (recording.heapProfile(), end(of: recording))
            } catch {
                throw CommandError(.badInput, error.description)
            }
        }
        do {
            return (try HeapProfile(pprof: Array(Data(contentsOf: URL(fileURLWithPath: path)))), nil)
        } catch {
            throw CommandError(.badInput, "cannot read '\(path)': \(error)")
        }
    }

    private static func end(of recording: Recording) -> ProgramEnd {
        if recording.state == .ended { return .ended }
        return recording.isProcessAlive ? .running : .cutOff
    }
}
