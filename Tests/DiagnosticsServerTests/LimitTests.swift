#if Server

import DiagnosticsServer
import Foundation
import Testing

@Suite struct LimitTests {
    @Test func aRequestThatTricklesInIsCutOff() async throws {
        try await RunningServer.with({ $0.arrivalTimeout = .milliseconds(400) }) { port in
            let client = try #require(RawClient(port: port))
            client.send("GET /debug/pprof/cmdline HTTP/1.1\r\n")
            let sender = Thread {
                // Never silent for as long as the limit: only the whole time counts.
                while client.send("X") { Thread.sleep(forTimeInterval: 0.05) }
            }
            sender.start()
            #expect(await client.receive() == "")
            await expectAnswer(port)
        }
    }

    @Test func aBodyThatTricklesInIsCutOff() async throws {
        try await RunningServer.with({ $0.arrivalTimeout = .milliseconds(400) }) { port in
            let client = try #require(RawClient(port: port))
            client.send("POST /debug/pprof/symbol HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n")
            let sender = Thread { while client.send("0") { Thread.sleep(forTimeInterval: 0.05) } }
            sender.start()
            _ = await client.receive()
            await expectAnswer(port)
        }
    }

    @Test func anIdleConnectionIsClosed() async throws {
        try await RunningServer.with({ $0.idleTimeout = .milliseconds(200) }) { port in
            let client = try #require(RawClient(port: port))
            client.send("GET /debug/pprof/cmdline HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(await client.receive().hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test func oneConnectionTooManyIsRefusedAndThereIsRoomAgain() async throws {
        try await RunningServer.with({ $0.mostConnections = 4 }) { port in
            var clients: [RawClient] = []
            for _ in 0..<4 {
                let client = try #require(RawClient(port: port))
                client.send("GET /debug/trimtab/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                #expect(await client.receive(until: "event: statistics").hasPrefix("HTTP/1.1 200"))
                clients.append(client)
            }
            #expect(await ServedRequest.send("/debug/pprof/cmdline", port: port)?.status == 503)
            clients = []
            var status: Int?
            while status != 200 { status = await ServedRequest.send("/debug/pprof/cmdline", port: port)?.status }
        }
    }

    @Test func thousandsOfRequestsAtOnceAreAnsweredOrRefused() async throws {
        try await RunningServer.with { port in
            let statuses = await withTaskGroup(of: Int?.self) { group in
                for _ in 0..<1_000 {
                    group.addTask { await ServedRequest.send("/debug/pprof/cmdline", port: port)?.status }
                }
                return await group.reduce(into: [Int?: Int]()) { $0[$1, default: 0] += 1 }
            }
            #expect(statuses[200, default: 0] > 0)
            #expect(statuses.keys.allSatisfy { $0 == nil || $0 == 200 || $0 == 503 }, "\(statuses)")
            await expectAnswer(port)
        }
    }

    @Test func aProfileLongerThanAllowedIsRefused() async throws {
        try await RunningServer.with({ $0.longestProfile = .seconds(5) }) { port in
            for path in ["profile?seconds=6", "heap?seconds=6", "allocs?seconds=9223372036854775807"] {
                let answer = await ServedRequest.send("/debug/pprof/\(path)", port: port)
                #expect(answer?.status == 400)
                #expect(answer?.headers["x-go-pprof"] == "1")
            }
        }
    }
}

#endif
