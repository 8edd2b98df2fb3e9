#if Server

import Foundation
import Profiles
import Testing

/// A service of its own, whose contents are known.
@Suite struct DiagnosedServiceTests {
    private static let recorded = ["TRIMTAB_DIAGNOSTICS_ADDRESS": "127.0.0.1:0", "TRIMTAB_SAMPLING_INTERVAL": "65536"]

    private func with(
        _ environment: [String: String] = recorded,
        folder: String? = nil,
        _ body: (DiagnosedProcess) async throws -> Void
    ) async throws {
        let process = try await DiagnosedProcess(environment: environment, folder: folder)
        do {
            try await body(process)
        } catch {
            _ = await process.end()
            throw error
        }
        #expect(await process.end() == 0)
    }

    private func planted(_ profile: HeapProfile, _ path: KeyPath<Site, Usage>) -> Double {
        profile.sites.filter { site in
            site.stack.contains { profile.locations[$0].frames.contains { $0.function.contains("plantSessions") } }
        }.reduce(0) { $0 + $1[keyPath: path].bytes.value }
    }

    @Test func tellsWhatItHoldsAndWhatGrew() async throws {
        try await with { service in
            try await service.tell("leak 16")
            let answer = try #require(await service.ask("/debug/pprof/heap"))
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "application/octet-stream")
            #expect(answer.headers["content-disposition"] == "attachment; filename=\"heap\"")
            #expect(answer.headers["x-content-type-options"] == "nosniff")
            let profile = try HeapProfile(pprof: answer.body)
            #expect((12...20).contains(planted(profile, \.inUse) / 0x1p20))

            async let difference = service.ask("/debug/pprof/heap?seconds=3")
            // Within the three seconds, or before them: then it is missing in the difference, and the second time counts.
            try await service.tell("leak 16")
            let first = try #require(await difference)
            #expect(first.headers["content-disposition"] == "attachment; filename=\"heap-delta\"")
            #expect(planted(try HeapProfile(pprof: first.body), \.inUse) / 0x1p20 < 20)

            #expect(await service.act("window?value=start")?.status == 200)
            try await service.tell("leak 8")
            #expect(await service.act("window?value=stop")?.status == 200)
            try await service.tell("leak 8")
            let window = try #require(await service.ask("/debug/pprof/window"))
            #expect((5...11).contains(planted(try HeapProfile(pprof: window.body), \.inUse) / 0x1p20))
        }
    }

    @Test func keepsToGoWhereARequestMakesNoSense() async throws {
        try await with { service in
            for (path, status) in [
                ("heap?seconds=0", 400), ("heap?seconds=x", 400), ("heap?seconds=-1", 400),
                ("heap?seconds=1&debug=1", 400),
                ("heap?debug=x", 200), ("heap?gc=1&symbolize=0", 200), ("allocs", 200), ("mutex", 404),
                ("symbol?0x1+zz", 200),
            ] {
                #expect(await service.ask("/debug/pprof/\(path)")?.status == status, "\(path)")
            }
            #expect(await service.ask("/debug/pprof/heap?debug=1")?.text.hasPrefix("heap profile: ") == true)
            #expect(await service.ask("/debug/pprof/cmdline")?.text.hasSuffix("127.0.0.1:0") == true)
            #expect(await service.ask("/metrics")?.text == "planted_metric 7\n")
        }
    }

    @Test func takesOneProfileOfProcessorTimeAtOnce() async throws {
        try await with { service in
            // As long as the test needs: it ends when nobody waits for it any more.
            var client = RawClient(port: service.port)
            client?.send("GET /debug/pprof/profile?seconds=120 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            try await self.until(service, profilesCPU: true)
            let second = await service.ask("/debug/pprof/profile?seconds=1")
            #expect(second?.status == 500)
            #expect(second?.headers["x-go-pprof"] == "1")
            #expect(second?.text.hasPrefix("Could not enable CPU profiling") == true)
            client = nil
            try await self.until(service, profilesCPU: false)
            #expect(await service.ask("/debug/pprof/profile?seconds=1")?.status == 200)
        }
    }

    private func until(_ service: DiagnosedProcess, profilesCPU: Bool) async throws {
        var isProfiling = !profilesCPU
        while isProfiling != profilesCPU {
            let document = try #require(await service.ask("/debug/trimtab/statistics.json")?.json)
            isProfiling = (document["profiling"] as? [String: Any])?["isProfilingCPU"] as? Bool == true
        }
    }

    @Test func listsTheTasksThatNeverEnd() async throws {
        try await with { service in
            try await service.tell("tasks 7")
            let text = try #require(await service.ask("/debug/pprof/tasks?debug=1")?.text)
            #expect(text.contains("\n7 made "))
            #expect(text.contains("plantTasks"))
            #expect(await service.ask("/debug/pprof/goroutine")?.status == 200)
        }
    }

    @Test func answersWhileTheSharedPoolIsBlocked() async throws {
        try await with { service in
            try await service.tell("block")
            var delay = 0.0
            while delay < 1 {
                let document = try #require(await service.ask("/debug/trimtab/statistics.json")?.json)
                delay = (document["executor"] as? [String: Any])?["delaySeconds"] as? Double ?? 0
            }
            #expect(await service.ask("/debug/pprof/heap")?.status == 200)
            #expect(await service.ask("/debug/pprof/heap?seconds=1")?.status == 200)
            #expect(await service.ask("/debug/pprof/profile?seconds=1")?.status == 200)
            #expect(await service.ask("/debug/trimtab/profile.json")?.status == 200)
            #expect(await service.act("reclaim")?.status == 200)
            let client = try #require(RawClient(port: service.port))
            client.send("GET /debug/trimtab/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            for _ in 0..<2 { #expect(await client.receive(until: "event: statistics").contains("statistics")) }
            try await service.tell("unblock")
        }
    }

    @Test func doesWhatItIsTold() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "trimtab-\(UUID().uuidString.prefix(8))"
        ).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await with(folder: folder) { service in
            #expect(await service.act("limit?value=1GiB")?.status == 200)
            #expect(await service.act("limit?value=much")?.status == 400)
            #expect(await service.act("limit")?.status == 400)
            #expect(await service.act("interval?value=32KiB")?.json?["samplingIntervalBytes"] as? Int == 32 << 10)
            for value in ["1", "0", "-1", "2GiB", "99999999999999999999", ""] {
                #expect(await service.act("interval?value=\(value)")?.status == 400, "\(value)")
            }
            #expect(await service.act("window?value=stop")?.status == 400)
            #expect(await service.act("reclaim")?.status == 200)
            for _ in 0..<6 { #expect(await service.act("recording")?.status == 200) }
            let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(files.count == 4)
            let path = try #require(files.first.map { "\(folder)/\($0)" })
            #expect(try Recording(contentsOf: path).heapProfile().samplingInterval == 32 << 10)

            let document = try #require(await service.ask("/debug/trimtab/statistics.json")?.json)
            #expect(document["schema"] as? Int == 1)
            let events = try #require(document["events"] as? [[String: Any]])
            let kinds = Set(events.compactMap { $0["kind"] as? String })
            #expect(kinds.isSuperset(of: ["limit", "interval", "reclaim", "recording"]))
            #expect(events.compactMap { $0["number"] as? Int } == Array(1...events.count))
        }
    }

    @Test func saysWhatLeaksAndThatItIsTooEarly() async throws {
        try await with { service in
            var document = try #require(await service.ask("/debug/trimtab/leaks")?.json)
            #expect(document["schema"] as? Int == 1)
            #expect(document["state"] as? String == "notWatching")
            #expect(document["lookTime"] is NSNull)
            for _ in 0..<2 { try await service.tell("look") }
            document = try #require(await service.ask("/debug/trimtab/leaks")?.json)
            #expect(document["state"] as? String == "tooEarly")
            #expect((document["message"] as? String)?.contains("after 60 min") == true, "\(document["message"] ?? "")")
            #expect((document["leaks"] as? [Any])?.isEmpty == true)
            let watched = document["watchedSeconds"] as? [String: Any]
            #expect(watched?["memory"] is Double && watched?["tasks"] is Double && watched?["leases"] is Double)
        }
        try await with(Self.recorded.merging(["LEAK_SECONDS": "0"]) { $1 }) { service in
            var document: [String: Any] = [:]
            var found: [String: Any]?
            // Some forty looks are enough, unless the machine stands still in between: then the time is not spread over them.
            for number in 1...400 where found == nil {
                try await service.tell("leak 1")
                try await service.tell("look")
                if number < 30 { continue }
                document = try #require(await service.ask("/debug/trimtab/leaks")?.json)
                // A session and the array in it are found apart, by whatever types are known.
                let leaks = try #require(document["leaks"] as? [[String: Any]])
                found = leaks.first { ($0["function"] as? String)?.contains("lant") == true }
            }
            let planted = try #require(found, "\(document["message"] ?? "")")
            #expect(document["state"] as? String == "watching")
            #expect(planted["resource"] as? String == "memory")
            #expect(planted["kind"] as? String == "accumulates")
            for key in ["sinceTime", "spanSeconds", "bytesPerSecond", "objects", "chance"] {
                #expect(planted[key] as? Double ?? 0 > 0, "\(key)")
            }
            let rate = planted["bytesPerSecond"] as? Double ?? 0
            #expect(planted["bytesPerSecondLow"] as? Double ?? rate < rate)
            #expect((planted["text"] as? String)?.contains("95 % range") == true)
        }
    }

    @Test func saysWhyMemoryIsNotProfiled() async throws {
        try await with(["TRIMTAB_DIAGNOSTICS_ADDRESS": "off"]) { service in
            for path in ["/debug/pprof/heap", "/debug/pprof/allocs?seconds=1", "/debug/trimtab/profile.json"] {
                let answer = await service.ask(path)
                #expect(answer?.status == 501)
                #expect(answer?.text.contains("TRIMTAB_DIAGNOSTICS_ADDRESS") == true)
            }
            try await service.tell("look")
            let leaks = await service.ask("/debug/trimtab/leaks")?.json
            #expect((leaks?["message"] as? String)?.contains("TRIMTAB_DIAGNOSTICS_ADDRESS") == true)
            #expect((leaks?["watchedSeconds"] as? [String: Any])?["memory"] is NSNull)
            #expect(await service.act("interval?value=64KiB")?.status == 501)
            #expect(await service.act("recording")?.status == 501)
            let document = await service.ask("/debug/trimtab/statistics.json")?.json
            #expect((document?["profiling"] as? [String: Any])?["isRecording"] as? Bool == false)
        }
    }
}

#endif
