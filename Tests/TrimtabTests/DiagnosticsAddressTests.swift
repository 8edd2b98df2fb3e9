#if Server

import Randomness
import Testing

@testable import Trimtab

/// Addresses as people write them.
struct DiagnosticsAddressTests {
    @Test(arguments: [
        ("127.0.0.1:6060", DiagnosticsAddress.host("127.0.0.1", port: 6060), true),
        ("localhost:0", .host("localhost", port: 0), true),
        ("[::1]:6060", .host("::1", port: 6060), true),
        ("0.0.0.0:6060", .host("0.0.0.0", port: 6060), false),
        ("127.0.0.1.example.org:1", .host("127.0.0.1.example.org", port: 1), false),
        ("127.evil:1", .host("127.evil", port: 1), false),
        ("[::]:65535", .host("::", port: 65_535), false),
        ("unix:///run/a.sock", .unixSocket(path: "/run/a.sock"), true),
    ])
    func isReadAndWritten(text: String, address: DiagnosticsAddress, isLocal: Bool) {
        #expect(DiagnosticsAddress(parsing: text) == address)
        #expect(address.description == text)
        #expect(address.isLocal == isLocal)
    }

    @Test(arguments: [
        "", ":", ":6060", "localhost", "localhost:", "localhost:x", "localhost:-1", "localhost:+1", "localhost:65536",
        "localhost:99999999999999999999", "::1:6060", "a b:1", "unix://", "unix://a", "unix:/run/a", "http://a:1",
        "unix:///" + String(repeating: "a", count: 107),
    ])
    func whatIsNoneIsRefused(text: String) {
        #expect(DiagnosticsAddress(parsing: text) == nil)
    }

    @Test func theProcessIDTakesItsPlace() throws {
        guard case .unixSocket(let path)? = DiagnosticsAddress(parsing: "unix:///run/s-{pid}.sock") else {
            Issue.record("it is an address")
            return
        }
        #expect(Int(path.dropFirst("/run/s-".count).dropLast(".sock".count)) != nil)
    }

    @Test func whatIsReadIsWrittenAsWhatIsReadAgain() {
        var random = SeededGenerator(seed: 6060)
        let parts = [
            "unix://", "/", ":", "[", "]", "::1", "127.0.0.1", "6060", "{pid}", "a", " ", "é", "\0", "65535", "-", ".",
        ]
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...6, using: &random)
            let text = (0..<count).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
            guard let address = DiagnosticsAddress(parsing: text) else { continue }
            #expect(DiagnosticsAddress(parsing: address.description) == address, "\(text.debugDescription)")
        }
    }
}

#endif
