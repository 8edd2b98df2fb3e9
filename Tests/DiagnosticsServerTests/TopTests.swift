#if Server

import Foundation
import Testing

/// `trimtab top` as it is built, on a service of its own.
@Suite struct TopTests {
    private static let token = "a-token-of-the-tests"
    private static let recorded = [
        "TRIMTAB_DIAGNOSTICS_ADDRESS": "127.0.0.1:0", "TRIMTAB_SAMPLING_INTERVAL": "16384",
        "TRIMTAB_DIAGNOSTICS_TOKEN": token,
    ]

    private func with<Result>(_ service: DiagnosedProcess, _ body: () async throws -> Result) async throws -> Result {
        do {
            let result = try await body()
            #expect(await service.end() == 0)
            return result
        } catch {
            _ = await service.end()
            throw error
        }
    }

    private func names(_ view: String, _ look: [String: Any]) -> [String] {
        let views = look["views"] as? [String: [[String: Any]]]
        return (views?[view] ?? []).compactMap { $0["name"] as? String }
    }

    /// Everything that it lists of a process that holds sessions, tasks, labels and a pool.
    private func checkEveryView(_ target: String, pid: Int) async throws {
        // Types are known a little after their first blocks.
        let top = try TopProcess(target, token: Self.token, count: 60)
        let look = try await top.look { names("types", $0).contains { $0.hasPrefix("Array<UInt8>") } }
        #expect(await top.end() == SIGKILL)
        #expect(look["pid"] as? Int == pid)
        #expect(look["program"] as? String == "DiagnosedService")
        #expect(look["trouble"] is NSNull)
        #expect(look["liveBytes"] as? Int ?? 0 > 16 << 20)
        let (missing, listed) = (look["missing"] as? [String: String], look["views"] as? [String: Any])
        #expect(missing?.isEmpty == true && listed?.count == 6, "\(missing ?? [:])")
        #expect(names("sites", look).contains { $0.contains("PlantedSession") }, "\(names("sites", look))")
        #expect(names("labels", look).contains { $0.contains("/planted") }, "\(names("labels", look))")
        #expect(names("pools", look).contains("planted-scratch"), "\(names("pools", look))")
        #expect(!names("threads", look).isEmpty && !names("threads", look).contains { $0.hasSuffix("(ended)") })
        let tasks = (look["views"] as? [String: [[String: Any]]])?["tasks"] ?? []
        let planted = tasks.first { ($0["name"] as? String)?.contains("plantTasks") == true }
        #expect(planted?["objects"] as? Double == 7, "\(tasks)")
    }

    @Test func listsEverythingByURL() async throws {
        let service = try await DiagnosedProcess(environment: Self.recorded)
        try await with(service) {
            for command in ["leak 16", "churn 200", "tasks 7"] { try await service.tell(command) }
            try await checkEveryView("http://127.0.0.1:\(service.port)", pid: service.id)
            // As `go tool pprof` takes it.
            let top = try TopProcess("http://x:\(Self.token)@127.0.0.1:\(service.port)", count: 1)
            let look = try await top.look { _ in true }
            #expect(look["pid"] as? Int == service.id)
            #expect(await top.end(false) == 0)
        }
    }

    @Test func listsEverythingBySocket() async throws {
        let path = "/tmp/trimtab-\(UUID().uuidString.prefix(8)).sock"
        let service = try await DiagnosedProcess(environment: Self.recorded, address: "unix://\(path)")
        try await with(service) {
            for command in ["leak 16", "churn 200", "tasks 7"] { try await service.tell(command) }
            try await checkEveryView(path, pid: service.id)
            try await checkEveryView("unix://\(path)", pid: service.id)
        }
        let top = try TopProcess("unix://\(path)", token: Self.token)
        let complaint = try await top.complaint()
        #expect(complaint.contains("there is no socket"))
        #expect(await top.end(false) == 2)
    }

    @Test func goesOnWithTheServiceThatStartsAgain() async throws {
        let first = try await DiagnosedProcess(environment: Self.recorded)
        let top = try TopProcess("http://127.0.0.1:\(first.port)", token: Self.token, count: 240)
        try await with(first) {
            let look = try await top.look { _ in true }
            #expect(look["pid"] as? Int == first.id)
        }
        let trouble = try await top.look { $0["trouble"] is String }["trouble"] as? String
        #expect(trouble?.contains("cannot be reached") == true, "\(trouble ?? "")")
        let second = try await DiagnosedProcess(environment: Self.recorded, address: "127.0.0.1:\(first.port)")
        try await with(second) {
            _ = try await top.look { $0["pid"] as? Int == second.id }
        }
        #expect(await top.end() == SIGKILL)
    }

    @Test func saysWhyItIsNotAnswered() async throws {
        let service = try await DiagnosedProcess(environment: Self.recorded)
        let origin = "http://127.0.0.1:\(service.port)"
        try await with(service) {
            for (target, token, parts) in [
                (origin, nil, ["wants a token", "TRIMTAB_DIAGNOSTICS_TOKEN"]),
                (origin, "some-other-token", ["refuses the token", "TRIMTAB_DIAGNOSTICS_TOKEN"]),
            ] as [(String, String?, [String])] {
                let top = try TopProcess(target, token: token)
                let complaint = try await top.complaint()
                for part in parts { #expect(complaint.contains(part), "\(complaint)") }
                #expect(await top.end(false) == 2)
            }
        }
        // It has ended by now, and so has its process.
        for (target, part) in [
            (origin, "nobody listens there"), (String(service.id), "there is no process \(service.id)"),
            ("http://", "is no URL"), ("nonsense", "is no process id, no URL, and no file"),
        ] {
            let top = try TopProcess(target, token: Self.token)
            let complaint = try await top.complaint()
            #expect(complaint.contains(part), "\(complaint)")
            #expect(await top.end(false) == 2)
        }
    }

    @Test func saysWhatIsMissingWhereMemoryIsNotProfiled() async throws {
        let service = try await DiagnosedProcess(environment: ["TRIMTAB_DIAGNOSTICS_ADDRESS": "off"])
        try await with(service) {
            try await service.tell("churn 1")
            let top = try TopProcess("http://127.0.0.1:\(service.port)", count: 1)
            let look = try await top.look { _ in true }
            let missing = look["missing"] as? [String: String]
            for view in ["types", "sites", "threads", "labels"] {
                #expect(missing?[view]?.contains("TRIMTAB_DIAGNOSTICS_ADDRESS") == true, "\(view)")
            }
            #expect(names("pools", look).contains("planted-scratch"))
            #expect(await top.end(false) == 0)
        }
    }
}

#endif
