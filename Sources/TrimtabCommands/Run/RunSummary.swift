import Foundation
import ProfileReports
import Profiles

/// What `trimtab run` leaves behind when the program has ended: the recording, the files asked for and the summary.
///
/// Nothing here changes the exit status: what fails says so in a line of its own, and the rest goes on.
struct RunSummary {
    let plan: RunPlan
    let outcome: ProgramOutcome

    /// - Returns: Whether the recording is where it was to be; false if the file that holds it is the only one.
    func write(_ file: borrowing RecordingFile) -> Bool {
        let clock = ContinuousClock()
        let start = clock.now
        let recording = read(file)
        let saved = recording.flatMap(save)
        let isSaved = recording == nil || plan.recording == nil || saved != nil
        let hasSummary = recording != nil && !plan.isQuiet
        guard
            hasSummary || plan.json != nil || plan.pprof != nil || plan.cpuPprof != nil
                || plan.html != nil
        else {
            return isSaved
        }

        let recorded = RecordedProfiles(
            heap: recording?.heapProfile() ?? HeapProfile(program: program, samplingInterval: plan.interval),
            cpu: recording?.cpuProfile()
        )
        let (profiles, warnings) = recorded.symbolicated(with: plan.report)
        let facts = RunFacts(
            exit: outcome.exit,
            seconds: outcome.seconds,
            cpuSeconds: outcome.cpuSeconds,
            peakResidentBytes: recording.flatMap(ownPeakResidentBytes) ?? outcome.peakResidentBytes,
            recording: saved,
            warnings: warnings + (recording.map(gaps) ?? [])
        )
        var report = HeapReport(profiles.heap, cpu: profiles.cpu, facts: facts)
        let text = hasSummary ? report.drawn(with: plan.report, for: STDERR_FILENO) : ""
        if let pprof = plan.pprof { attempt { try pprof.write(profiles.heap.pprof()) } }
        if let file = plan.cpuPprof, let cpu = profiles.cpu { attempt { try file.write(cpu.pprof()) } }
        if let html = plan.html {
            let folder = FileManager.default.currentDirectoryPath
            attempt { try html.write(HTMLReport(currentDirectory: folder).bytes(report, of: profiles.heap)) }
        }
        let seconds = { start.duration(to: clock.now) / .seconds(1) }
        if let json = plan.json {
            report.facts.summarySeconds = seconds()
            attempt { try json.write(JSONReport().bytes(report)) }
        }
        if hasSummary {
            StandardError.write("\n\(text)\(TerminalReport.closingLine(summarySeconds: seconds()))")
        }
        return isSaved
    }

    /// The program as far as it is known without a recording.
    private var program: Program {
        Program(
            path: plan.path,
            arguments: CommandLine.arguments.suffix(plan.argumentCount),
            processID: outcome.processID
        )
    }

    /// The peak as the program saw it at its clean end: the kernel's also counts the children that it waited for.
    private func ownPeakResidentBytes(_ recording: Recording) -> Int? {
        let peak = recording.heapProfile(samples: .none).totals.peakResidentBytes
        return recording.state == .ended && peak > 0 ? peak : nil
    }

    /// What of all that ran is not in the recording.
    private func gaps(_ recording: Recording) -> [String] {
        var gaps: [String] = []
        if recording.processID != outcome.processID {
            gaps.append(
                "Recorded is process \(recording.processID), the first program that '\(plan.program)' started:"
                    + " nothing else that it started is in this report."
            )
        }
        if recording.forks > 0 {
            let times = recording.forks == 1 ? "once" : "\(recording.forks) times"
            gaps.append("The program forked \(times): what its children allocated is not in this report.")
        }
        return gaps
    }

    private func read(_ file: borrowing RecordingFile) -> Recording? {
        do {
            return try file.read()
        } catch let error as RecordingError where error.code == .neverStarted {
            StandardError.warn(NothingRecorded(program: plan.program, path: plan.path).message)
        } catch {
            StandardError.error("cannot read what '\(plan.program)' left: \(error)")
        }
        return nil
    }

    /// Saves the recording where the plan says.
    /// - Returns: Where it is; nil if it was not saved.
    private func save(_ recording: Recording) -> String? {
        guard let path = plan.recording?.file(processID: outcome.processID).path else { return nil }
        do {
            try recording.write(to: path)
            return path
        } catch {
            StandardError.error("\(error)")
            return nil
        }
    }

    private func attempt(_ action: () throws -> Void) {
        do { try action() } catch { StandardError.error("\(error)") }
    }
}
