import Foundation
import ProfileReports
import Profiles

#if Server
import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Asks a diagnostics server: pools and statistics from its document, tasks from another, all else from its heap profile.
actor ServerSource: TopSource {
    private let origin: String
    private let token: String?
    private let folder = FileManager.default.currentDirectoryPath

    /// For the whole process, so it is never shut down.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        // Where nobody listens that is said at once; and no other server is told the token.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.redirectConfiguration = .disallow
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    private static let timeLimit = TimeAmount.seconds(10)
    private static let largestAnswer = 64 << 20

    /// - Parameter origin: Scheme, host and port.
    init(origin: String, token: String?) {
        self.origin = origin
        self.token = token
    }

    func read() async throws(TopTrouble) -> TopSnapshot {
        let bytes = try await get("/debug/trimtab/statistics.json")
        let statistics: ServerStatistics
        do {
            statistics = try JSONDecoder().decode(ServerStatistics.self, from: Data(bytes))
        } catch {
            throw TopTrouble("\(shown) does not answer as Trimtab's diagnostics server does", isForGood: true)
        }
        var snapshot = statistics.snapshot
        if statistics.tasks?.count != nil { await addTasks(to: &snapshot) }
        if statistics.profiling?.isRecording == false {
            let reason = statistics.profiling?.reason.map { ": \($0)" } ?? "."
            explain("The service does not profile its memory\(reason)", in: &snapshot)
        } else {
            await addHeap(to: &snapshot)
        }
        return snapshot
    }

    private func addTasks(to snapshot: inout TopSnapshot) async {
        do {
            let bytes = try await get("/debug/trimtab/tasks")
            snapshot.rows[.tasks] = try JSONDecoder().decode(ServerTasks.self, from: Data(bytes)).rows
        } catch {
            snapshot.missing[.tasks] = DisplayWidth.printable("No list of tasks: \(error)")
        }
    }

    private static let heapViews = [TopView.types, .sites, .threads, .labels]

    private func addHeap(to snapshot: inout TopSnapshot) async {
        do {
            let profile = try HeapProfile(pprof: try await get("/debug/pprof/heap?types=1"))
            let heap = TopSnapshot(profile, currentDirectory: folder)
            for view in Self.heapViews {
                snapshot.rows[view] = heap.rows[view]
                snapshot.missing[view] = heap.missing[view]
            }
        } catch {
            explain("No heap profile: \(error)", in: &snapshot)
        }
    }

    private func explain(_ reason: String, in snapshot: inout TopSnapshot) {
        for view in Self.heapViews { snapshot.missing[view] = DisplayWidth.printable(reason) }
    }

    /// As it is typed.
    private var shown: String {
        guard origin.hasPrefix("http+unix://") else { return origin }
        return origin.dropFirst("http+unix://".count).removingPercentEncoding ?? origin
    }

    private func get(_ path: String) async throws(TopTrouble) -> [UInt8] {
        do {
            var request = HTTPClientRequest(url: origin + path)
            if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
            if origin.hasPrefix("http+unix://") { request.headers.replaceOrAdd(name: "Host", value: "localhost") }
            let response = try await Self.client.execute(request, timeout: Self.timeLimit)
            let body = try await response.body.collect(upTo: Self.largestAnswer)
            guard response.status == .ok else { throw refusal(response.status, path) }
            return Array(body.readableBytesView)
        } catch let error as TopTrouble {
            throw error
        } catch {
            throw TopTrouble("\(shown) cannot be reached (\(Self.reason(error))); is the service running?")
        }
    }

    private func refusal(_ status: HTTPResponseStatus, _ path: String) -> TopTrouble {
        switch status {
        case .unauthorized where token == nil:
            TopTrouble(
                "\(shown) wants a token: give the service's TRIMTAB_DIAGNOSTICS_TOKEN in the environment",
                isForGood: true
            )
        case .unauthorized:
            TopTrouble(
                "\(shown) refuses the token: TRIMTAB_DIAGNOSTICS_TOKEN must be the service's own",
                isForGood: true
            )
        case .notFound:
            TopTrouble("\(shown) has no \(path): it is not Trimtab's diagnostics server", isForGood: true)
        default:
            TopTrouble(
                "\(shown) answers \(status.code) \(status.reasonPhrase) to \(path)",
                isForGood: status.code < 500
            )
        }
    }

    private static func reason(_ error: any Error) -> String {
        let text = "\(error)"
        if text.contains("refused") || text.contains("ECONNREFUSED") { return "nobody listens there" }
        if let error = error as? HTTPClientError, error == .connectTimeout || error == .deadlineExceeded {
            return "no answer in time"
        }
        return String(text.prefix(120))
    }
}
#endif
