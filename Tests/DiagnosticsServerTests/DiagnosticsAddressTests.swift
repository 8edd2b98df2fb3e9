#if Server

import DiagnosticsServer
import Randomness
import Testing

@Suite struct DiagnosticsAddressTests {
    @Test(arguments: [
        ("127.0.0.1:6060", DiagnosticsAddress.network(host: "127.0.0.1", port: 6060)),
        ("[::1]:0", .network(host: "::1", port: 0)),
        ("localhost:65535", .network(host: "localhost", port: 65_535)),
        (":6060", .network(host: "0.0.0.0", port: 6060)),
        ("unix:///run/x-{pid}.sock", .unix(path: "/run/x-{pid}.sock")),
        ("off", .off), ("OFF", .off), ("", .off),
    ])
    func isReadAsPeopleWriteIt(text: String, address: DiagnosticsAddress) throws {
        #expect(try DiagnosticsAddress(parsing: text) == address)
    }

    @Test(arguments: [
        "6060", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:99999999999999999999",
        "::1:6060",
        "unix://run/x.sock", "unix:///", "unix:///run/", "http://127.0.0.1:6060", "a b:1", "on",
        "unix:///" + String(repeating: "x", count: 107),
    ])
    func thatMakesNoSenseIsRefusedByName(text: String) {
        let error = #expect(throws: DiagnosticsServerError.self) { try DiagnosticsAddress(parsing: text) }
        #expect(error?.code == .invalidSetting)
        #expect(error?.description.contains(text.prefix(40)) == true)
        #expect(error?.description.contains("127.0.0.1:6060") == true)
    }

    @Test func writtenAndReadAgainIsTheSame() throws {
        var random = SeededGenerator(seed: 7)
        let characters = Array("0123456789.:[]/unixofwlcahst-{}pd %")
        var read = 0
        for _ in 0..<20_000 {
            let text = String(
                (0..<Int.random(in: 0...24, using: &random)).map { _ in characters.randomElement(using: &random) ?? "x"
                }
            )
            guard let address = try? DiagnosticsAddress(parsing: text) else { continue }
            read += 1
            #expect(try DiagnosticsAddress(parsing: address.description) == address)
        }
        #expect(read > 0)
    }
}

#endif
