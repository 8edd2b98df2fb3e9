#if Server

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Profiles
internal import Profiling

/// What is known of the process at once: its tasks, its threads, its command line, and names of addresses.
struct ProcessProfiles {
    /// Addresses whose names may be asked for at once.
    private static let mostAddresses = 4096

    let state: DiagnosticsState

    // MARK: Tasks

    func tasks(_ request: DiagnosticsRequest, name: String) async throws(Refusal) -> Response {
        guard var profile = LiveTasks.snapshot() else {
            throw Refusal(.notImplemented, state.tasks.description)
        }
        if request.query["symbolize"] != "0" { profile = await profile.symbolicated(by: state.symbolicator) }
        guard request.query.number("debug") == 0 else { return Answer.text(TaskText(profile).text) }
        do {
            return Answer.profile(try profile.pprof(), name: name)
        } catch {
            throw Refusal(.internalServerError, "\(error)")
        }
    }

    // MARK: Threads

    func threads(_ request: DiagnosticsRequest) throws(Refusal) -> Response {
        let names = Self.threadNames
        guard request.query.number("debug") == 0 else {
            let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +).sorted { $0.key < $1.key }
            let lines = counts.map { "\($0.value) @\n# \($0.key)\n" }
            return Answer.text("threadcreate profile: total \(names.count)\n" + lines.joined(separator: "\n"))
        }
        do {
            let list = ThreadList(program: ThisProgram.program, names: names)
            return Answer.profile(try list.pprof(), name: "threadcreate")
        } catch {
            throw Refusal(.internalServerError, "\(error)")
        }
    }

    private static var threadNames: [String] {
        let folder = "/proc/self/task"
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        // One may have ended since.
        return threads.compactMap { thread in
            guard let name = try? String(contentsOfFile: "\(folder)/\(thread)/comm", encoding: .utf8) else {
                return nil
            }
            return name.trimmingCharacters(in: .newlines)
        }
    }

    // MARK: Command line

    var commandLine: Response {
        Answer.text(CommandLine.arguments.joined(separator: "\0"))
    }

    // MARK: Symbols

    /// As Go answers: first whether there are symbols, then a line for each address that has a name.
    func symbols(_ request: DiagnosticsRequest) async -> Response {
        let text = request.method == .post ? String(buffer: request.body) : request.queryText
        let addresses = text.split(separator: "+").prefix(Self.mostAddresses).compactMap { word in
            UInt64(word.lowercased().hasPrefix("0x") ? word.dropFirst(2) : word, radix: 16)
        }
        let names = await ThisProgram.names(of: addresses, by: state.symbolicator)
        let lines = addresses.compactMap { address in
            names[address].map { "0x\(String(address, radix: 16)) \($0)\n" }
        }
        return Answer.text("num_symbols: 1\n" + lines.joined())
    }
}

#endif
