import Foundation
import ProfileReports
import Profiles

/// Reads what `trimtab report` is given: a recording, finished or live, or a pprof file.
enum ProfileLoader {
    private static let gzip: [UInt8] = [0x1f, 0x8b]
    /// How a plain pprof file starts: its first field, a sample type.
    private static let plainPprof: [UInt8] = [0x0a]

    /// The profile at `path` with function names, and the report on it.
    /// - Parameter filter: What to keep of it; nil keeps all.
    static func report(_ path: String, options: ReportOptions, filter: ProfileFilter? = nil) throws -> (
        profiles: RecordedProfiles, report: HeapReport
    ) {
        var loaded = try load(path)
        if let filter {
            loaded.profiles.heap = filter.part(of: loaded.profiles.heap)
            loaded.profiles.cpu = loaded.profiles.cpu.map(filter.part)
        }
        let (profiles, warnings) = loaded.profiles.symbolicated(with: options)
        let facts = RunFacts(end: loaded.end, recording: path, warnings: warnings)
        return (profiles, HeapReport(profiles.heap, cpu: profiles.cpu, facts: facts))
    }

    /// Reads the profile at `path`, whichever of the two it is, and what is known of the program's end.
    private static func load(_ path: String) throws -> (profiles: RecordedProfiles, end: ProgramEnd?) {
        let head = try InputFile.head(of: path, count: 2)
        guard !head.isEmpty else {
            throw CommandError(.badInput, "cannot read '\(path)': it is empty: name a recording or a pprof file")
        }
        guard head.starts(with: gzip) || head.starts(with: plainPprof) else {
            do {
                let recording = try Recording(contentsOf: path)
                let profiles = RecordedProfiles(heap: recording.heapProfile(), cpu: recording.cpuProfile())
                return (profiles, end(of: recording))
            } catch {
                throw CommandError(.badInput, error.description)
            }
        }
        do {
            let heap = try HeapProfile(pprof: Array(Data(contentsOf: URL(fileURLWithPath: path))))
            return (RecordedProfiles(heap: heap), nil)
        } catch {
            throw CommandError(.badInput, "cannot read '\(path)': \(error)")
        }
    }

    private static func end(of recording: Recording) -> ProgramEnd {
        if recording.state == .ended { return .ended }
        return recording.isProcessAlive ? .running : .cutOff
    }
}
