#if Server

import Foundation
import Testing

/// What a service of its own says of who refers to its objects.
@Suite struct ReferrersTests {
    private static let environment = [
        "TRIMTAB_DIAGNOSTICS_ADDRESS": "127.0.0.1:0", "TRIMTAB_SAMPLING_INTERVAL": "16384",
    ]

    /// One referrer, and those of it.
    private struct Referrer: Decodable {
        var kind: String
        var name: String
        var image: String?
        var references: Int
        var blocks: Int
        var targets: Int
        var isCycle: Bool
        var text: String
        var referrers: [Referrer]
    }

    private struct Document: Decodable {
        var schema: Int
        var type: String?
        var message: String
        var objects: Double
        var objectsLookedAt: Int
        var objectsReferredTo: Int
        var scannedBytes: Int
        var globalBytes: Int
        var referrers: [Referrer]
    }

    private func with(
        _ environment: [String: String] = environment,
        _ body: (DiagnosedProcess) async throws -> Void
    ) async throws {
        let process = try await DiagnosedProcess(environment: environment)
        do {
            try await body(process)
        } catch {
            _ = await process.end()
            throw error
        }
        #expect(await process.end() == 0)
    }

    private func ask(_ service: DiagnosedProcess, _ type: String) async throws -> Document {
        let text = try #require(type.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        let answer = try #require(await service.ask("/debug/trimtab/referrers?type=\(text)"))
        #expect(answer.status == 200, "\(type): \(answer.text)")
        return try JSONDecoder().decode(Document.self, from: Data(answer.text.utf8))
    }

    @Test func namesWhatHoldsObjectsUpToTheGlobal() async throws {
        try await with { service in
            try await service.tell("hold 20000")
            let sessions = try await ask(service, "DiagnosedService.HeldSession")
            #expect(sessions.schema == 1 && sessions.message.hasPrefix("PARTIAL: "))
            #expect((10_000...40_000).contains(sessions.objects))
            #expect(sessions.objectsLookedAt >= 20 && sessions.objectsReferredTo <= sessions.objectsLookedAt)
            #expect(sessions.scannedBytes > 100_000 && sessions.globalBytes > 1_000)
            let dictionary = try #require(sessions.referrers.first)
            #expect(dictionary.name == "Dictionary<Int, DiagnosedService.HeldSession> storage")
            #expect(dictionary.blocks == 1 && dictionary.targets * 10 > sessions.objectsReferredTo * 9)
            let store = try #require(dictionary.referrers.first { $0.name == "DiagnosedService.HeldStore" })
            let global = try #require(store.referrers.first { $0.kind == "global" })
            #expect(global.name.hasSuffix("HeldObjects.store") && global.image == "DiagnosedService", "\(global.name)")

            let rows = try await ask(service, "DiagnosedService.HeldRow")
            let array = try #require(rows.referrers.first)
            #expect(array.name.hasPrefix("Array<") && array.name.hasSuffix("> storage"))
            #expect(array.referrers.contains { $0.kind == "global" && $0.name.hasSuffix("HeldObjects.rows") })
        }
    }

    @Test func showsWhereACycleCloses() async throws {
        try await with { service in
            try await service.tell("hold 20000")
            let downloads = try await ask(service, "DiagnosedService.HeldDownload")
            let closure = try #require(downloads.referrers.first)
            #expect(closure.name.hasPrefix("captured variable or closure context"))
            let download = try #require(closure.referrers.first { $0.name == "DiagnosedService.HeldDownload" })
            #expect(download.isCycle && download.referrers.isEmpty)
            #expect(closure.referrers.allSatisfy { $0.kind != "global" })

            let screens = try await ask(service, "DiagnosedService.HeldScreen")
            let coordinator = try #require(screens.referrers.first)
            #expect(coordinator.name == "DiagnosedService.HeldCoordinator")
            // A word that was left behind somewhere may come after it.
            #expect(coordinator.referrers.first?.name == "DiagnosedService.HeldScreen")
            #expect(coordinator.referrers.first?.isCycle == true)
        }
    }

    @Test func goesOnWhileTheServiceAllocatesAndFrees() async throws {
        try await with { service in
            try await service.tell("hold 2000")
            service.send("churn 3000")
            for _ in 0..<4 {
                let sessions = try await ask(service, "DiagnosedService.HeldSession")
                #expect(sessions.referrers.first?.name == "Dictionary<Int, DiagnosedService.HeldSession> storage")
            }
            try await service.tell("hold 1")
        }
    }

    @Test func refusesWhatMakesNoSense() async throws {
        try await with { service in
            for (query, status) in [("", 400), ("?type=", 400), ("?type=NoSuchType", 404), ("?function=no", 404)] {
                let answer = await service.ask("/debug/trimtab/referrers\(query)")
                #expect(answer?.status == status, "\(query)")
                #expect((answer?.json?["error"] as? String)?.isEmpty == false)
            }
        }
        try await with(["TRIMTAB_DIAGNOSTICS_ADDRESS": "off"]) { service in
            let answer = await service.ask("/debug/trimtab/referrers?type=Session")
            #expect(answer?.status == 501)
            #expect(answer?.text.contains("TRIMTAB_DIAGNOSTICS_ADDRESS") == true)
        }
    }
}

#endif
