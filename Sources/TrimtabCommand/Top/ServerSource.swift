import Foundation
import ProfileReports
import Profiles

#if Server
import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Asks a diagnostics server: statistics and pools from its document, lines, threads and labels from its heap profile.
actor ServerSource: TopSource {
    private let origin: String
    private let token: String?
    private let folder = FileManager.default.currentDirectoryPath

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
        if statistics.profiling?.isRecording == false {
            let reason = statistics.profiling?.reason.map { ": \($0)" } ?? ""
            for view in [TopView.types, .sites, .threads, .labels] {
                snapshot.missing[view] = "The service does not profile its memory\(reason)"
            }
            return snapshot
        }
        do {
            let profile = try HeapProfile(pprof: try await get("/debug/pprof/heap"))
            let heap = TopSnapshot(profile, currentDirectory: folder)
            for view in [TopView.sites, .threads, .labels] {
                snapshot.rows[view] = heap.rows[view]
                snapshot.missing[view] = heap.missing[view]
            }
            snapshot.missing[.types] =
                "A profile from a server tells no types; `trimtab top \(snapshot.processID)` on its machine does."
        } catch {
            for view in [TopView.types, .sites, .threads, .labels] {
                snapshot.missing[view] = "No heap profile: \(error)"
            }
        }
        return snapshot
    }

    /// The address without a password.
    private var shown: String {
        guard origin.hasPrefix("http+unix://") else {
            guard var parts = URLComponents(string: origin) else { return "the server" }
            (parts.user, parts.password) = (nil, nil)
            return parts.string ?? "the server"
        }
        return origin.dropFirst("http+unix://".count).removingPercentEncoding ?? origin
    }

    private func get(_ path: String) async throws(TopTrouble) -> [UInt8] {
        do {
            var request = HTTPClientRequest(url: origin + path)
            if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
            if origin.hasPrefix("http+unix://") { request.headers.replaceOrAdd(name: "Host", value: "localhost") }
            let response = try await HTTPClient.shared.execute(request, timeout: Self.timeLimit)
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
