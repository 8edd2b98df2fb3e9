internal import Profiles

/// Leads from calls in a binary to SIL instructions, by way of debug information.
struct CallSiteFinder: Sendable {
    let binary: String
    let files: SILFiles
    let sources: OwnSources
    private let symbolizer: SymbolizerProcess

    init(binary: String, files: SILFiles, sources: OwnSources, programs: ToolchainPrograms) {
        self.binary = binary
        self.files = files
        self.sources = sources
        symbolizer = SymbolizerProcess(symbolizer: programs.symbolizer, binary: binary, timeLimit: .seconds(300))
    }

    func sites(of calls: [(function: String, call: MachineCall)]) async throws(EscapeError) -> [CallSite] {
        var result: [CallSite] = []
        result.reserveCapacity(calls.count)
        var start = 0
        while start < calls.count {
            let part = calls[start..<min(start + 4096, calls.count)]
            guard let frames = await symbolizer.symbolize(part.map(\.call.address)) else {
                throw EscapeError(.toolFailed, subject: "llvm-symbolizer", reason: "gave no answer about \(binary)")
            }
            for (call, frames) in zip(part, frames) { result.append(site(call, frames: frames)) }
            start += 4096
        }
        return result
    }

    private func site(_ call: (function: String, call: MachineCall), frames: [SymbolizerFrame]) -> CallSite {
        var site = CallSite(function: call.function, call: call.call, chain: [])
        for frame in frames {
            guard let path = frame.file, SILFiles.isSIL(path), let line = frame.line else { continue }
            site.key = CallSite.Key(path: path, line: line)
            guard let file = files.file(path), let instruction = file.instruction(atLine: line) else { break }
            site.instruction = instruction
            site.chain = file.chain(of: instruction)
            site.own = sources.first(site.chain, of: instruction)
            break
        }
        return site
    }
}
