#if Server

import DiagnosticsServer
import Foundation
import Randomness
import Testing

/// What a server that listens for everybody on the machine refuses. After each refusal it still answers.
@Suite struct RefusalTests {
    @Test(arguments: [
        "evil.example", "evil.example:6060", "localhost.evil.example", "127.0.0.1.evil.example", "192.0.2.1",
        "[2001:db8::1]",
    ])
    func foreignHosts(host: String) async throws {
        try await RunningServer.with { port in
            let answer = await ServedRequest.send("/debug/trimtab/statistics.json", port: port, host: host)
            #expect(answer?.status == 421)
            #expect(answer?.json?["process"] == nil)
            await expectAnswer(port)
        }
    }

    @Test(arguments: [
        "localhost", "LOCALHOST:80", "127.0.0.1", "127.1.2.3:6060", "[::1]", "[::1]:6060", "tunnel.example",
    ])
    func hostsOfThisMachineAndThoseAllowedAreAnswered(host: String) async throws {
        try await RunningServer.with({ $0.allowedHosts = ["Tunnel.example"] }) { port in
            #expect(await ServedRequest.send("/debug/trimtab/statistics.json", port: port, host: host)?.status == 200)
        }
    }

    @Test func leaksWhereNobodyWatches() async throws {
        try await RunningServer.with { port in
            let answer = await ServedRequest.send("/debug/trimtab/leaks", port: port)
            #expect(answer?.status == 501)
            #expect((answer?.json?["error"] as? String)?.contains("LeakDetector") == true)
        }
    }

    @Test(arguments: [nil, "", "[::1", "localhost:port", ":80"])
    func missingAndMalformedHosts(host: String?) async throws {
        try await RunningServer.with { port in
            #expect(await ServedRequest.send("/debug/pprof/", port: port, host: host)?.status == 400)
            await expectAnswer(port)
        }
    }

    @Test(arguments: [
        ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"], ["Sec-Fetch-Site: same-site"],
        ["Origin: http://evil.example"],
        ["Origin: null"], ["Sec-Fetch-Site: same-origin", "Origin: http://evil.example"],
        ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"],
    ])
    func postsOfOtherSites(headers: [String]) async throws {
        try await RunningServer.with { port in
            let answer = await ServedRequest.send(
                "/debug/trimtab/actions/reclaim",
                method: "POST",
                port: port,
                headers: headers
            )
            #expect(answer?.status == 403)
            await expectAnswer(port)
        }
    }

    @Test func readingByOtherSitesButNotFollowingALink() async throws {
        try await RunningServer.with { port in
            let path = "/debug/trimtab/statistics.json"
            let reading = ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: cors"]
            #expect(await ServedRequest.send(path, port: port, headers: reading)?.status == 403)
            let link = ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"]
            let answer = await ServedRequest.send(path, port: port, headers: link)
            #expect(answer?.status == 200)
            #expect(answer?.headers.keys.contains { $0.hasPrefix("access-control") } == false)
        }
    }

    @Test(arguments: ["reclaim", "limit?value=off", "interval?value=64KiB", "recording", "window?value=start"])
    func actionsByGet(action: String) async throws {
        try await RunningServer.with { port in
            let answer = await ServedRequest.send("/debug/trimtab/actions/\(action)", port: port)
            #expect(answer?.status == 405)
            #expect(answer?.headers["allow"] == "POST")
        }
    }

    @Test(arguments: [
        [], ["Authorization: Bearer 0123456789abcdeX"], ["Authorization: Bearer 0123456789abcdef0"],
        ["Authorization: Bearer "],
        ["Authorization: Basic MDEyMzQ1Njc4OWFiY2RlZg=="], ["Authorization: 0123456789abcdef"],
        ["Authorization: Basic %%%"], ["Authorization: Bearer \(String(repeating: "0123456789abcdef", count: 2))"],
    ])
    func missingAndWrongTokens(headers: [String]) async throws {
        try await RunningServer.with({ $0.token = "0123456789abcdef" }) { port in
            for path in ["/debug/pprof/heap", "/debug/trimtab/", "/metrics", "/nowhere"] {
                let answer = await ServedRequest.send(path, port: port, headers: headers)
                #expect(answer?.status == 401)
                #expect(answer?.headers["www-authenticate"]?.hasPrefix("Basic") == true)
            }
        }
    }

    @Test(arguments: ["Bearer 0123456789abcdef", "bearer 0123456789abcdef", "Basic eDowMTIzNDU2Nzg5YWJjZGVm"])
    func theTokenIsTakenAsBearerAndAsPassword(authorization: String) async throws {
        try await RunningServer.with({ $0.token = "0123456789abcdef" }) { port in
            let headers = ["Authorization: \(authorization)"]
            #expect(
                await ServedRequest.send("/debug/trimtab/statistics.json", port: port, headers: headers)?.status == 200
            )
        }
    }

    @Test(arguments: [
        "/debug/pprof/../../etc/passwd", "/debug/pprof/%2e%2e/%2e%2e/etc/passwd", "/debug/trimtab/..",
        "//debug/pprof/heap",
        "/debug/pprof/heap/", "/debug/pprof/HEAP", "/debug/pprof/block", "/debug/pprof/heap%00", "/etc/passwd",
        "/debug/trimtab/actions/",
        "/debug/trimtab/actions/recording/../../x",
    ])
    func pathsThatLeadNowhere(path: String) async throws {
        try await RunningServer.with { port in
            let answer = await ServedRequest.send(path, port: port)
            #expect(answer?.status == 404)
            #expect((answer?.headers["x-go-pprof"] == "1") == path.hasPrefix("/debug/pprof/"))
        }
    }

    @Test func requestsThatAreTooLarge() async throws {
        try await RunningServer.with { port in
            let large = "X-Large: \(String(repeating: "x", count: 200 << 10))"
            #expect(await ServedRequest.send("/debug/pprof/", port: port, headers: [large])?.status == 431)
            let many = (0..<2000).map { "X-\($0): y" }
            #expect([400, 431].contains(await ServedRequest.send("/debug/pprof/", port: port, headers: many)?.status))
            let body = String(repeating: "x", count: 65 << 10)
            #expect(
                await ServedRequest.send("/debug/pprof/symbol", method: "POST", port: port, body: body)?.status == 413
            )
            #expect(await ServedRequest.send("/debug/pprof/", method: "GET", port: port, body: body)?.status == 413)
            let client = try #require(RawClient(port: port))
            client.send("POST /debug/pprof/symbol HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in 0..<20 { client.send("2000\r\n\(String(repeating: "y", count: 0x2000))\r\n") }
            #expect(await client.receive().hasPrefix("HTTP/1.1 413"))
            await expectAnswer(port)
        }
    }

    @Test(arguments: [
        "nonsense\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}\r\n\r\n",
        "GET / HTTP/1.1\r\nHost localhost\r\n\r\n",
        "POST /debug/pprof/symbol HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        "POST /debug/pprof/symbol HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /debug/pprof/heap?seconds=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ])
    func whatIsNoRequest(text: String) async throws {
        try await RunningServer.with({
            $0.arrivalTimeout = .milliseconds(300); $0.idleTimeout = .milliseconds(300)
        }) { port in
            let client = try #require(RawClient(port: port))
            client.send(text)
            let answer = await client.receive()
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4") || answer.hasPrefix("HTTP/1.1 5"), "\(answer)")
            await expectAnswer(port)
        }
    }

    @Test func randomBytesAndDamagedRequestsDoNoHarm() async throws {
        try await RunningServer.with({
            $0.arrivalTimeout = .milliseconds(100); $0.idleTimeout = .milliseconds(100)
        }) { port in
            var random = SeededGenerator(seed: 11)
            let whole = Array(
                "GET /debug/trimtab/statistics.json?a=b HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n".utf8
            )
            for _ in 0..<150 {
                var bytes = whole
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                let client = try #require(RawClient(port: port))
                client.send(bytes)
                _ = await client.receive()
            }
            await expectAnswer(port)
        }
    }
}

/// The server answers still.
func expectAnswer(_ port: Int, sourceLocation: SourceLocation = #_sourceLocation) async {
    let answer = await ServedRequest.send("/debug/pprof/cmdline", port: port)
    #expect(answer?.status == 200, sourceLocation: sourceLocation)
}

#endif
