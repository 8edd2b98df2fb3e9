import Foundation
import Randomness
import Testing

@testable import Experiments

/// What load generators print, as they really print it.
struct LoadOutputTests {
    static let wrk = """
        Running 1s test @ http://127.0.0.1:8080/
          2 threads and 10 connections
          Thread Stats   Avg      Stdev     Max   +/- Stdev
            Latency     1.15ms    2.01ms  36.39ms   94.53%
            Req/Sec     7.43k     1.13k    9.37k    70.00%
          Latency Distribution
             50%  620.00us
             75%    0.93ms
             90%    2.19ms
             99%   10.43ms
          14792 requests in 1.00s, 1.79MB read
          Socket errors: connect 0, read 3, write 0, timeout 4
          Non-2xx or 3xx responses: 5
        Requests/sec:  14771.29
        Transfer/sec:      1.79MB
        """
    static let oha = """
        Summary:
          Success rate:	100.00%
          Total:	1.0013 secs
          Requests/sec:	9121.3455

        Response time distribution:
          10.00% in 0.0003 secs
          50.00% in 0.0007 secs
          99.00% in 0.0051 secs
        """
    static let ohaJSON = """
        {"summary":{"successRate":1.0,"total":1.0,"requestsPerSec":812.5},
         "latencyPercentiles":{"p50":0.001,"p99":0.02},"statusCodeDistribution":{"200":800,"500":12},
         "errorDistribution":{"connection error":3}}
        """
    static let ab = """
        Complete requests:      1000
        Failed requests:        2
        Requests per second:    5208.39 [#/sec] (mean)
        Percentage of the requests served within a certain time (ms)
          50%      1
          99%     12
         100%     15 (longest request)
        """

    @Test func wrksFiguresAreRead() {
        let figures = LoadOutput.figures(in: Self.wrk)
        #expect(figures?.throughput == 14_771.29)
        #expect(figures?.latency50 == 620e-6)
        #expect(abs((figures?.latency99 ?? 0) - 10.43e-3) < 1e-9)
        #expect(figures?.requests == 14_792)
        #expect(figures?.errors == 12)
    }

    @Test func ohasFiguresAreRead() {
        #expect(LoadOutput.figures(in: Self.oha)?.throughput == 9_121.3455)
        #expect(LoadOutput.figures(in: Self.oha)?.latency99 == 0.0051)
        let figures = LoadOutput.figures(in: "Warning: …\n" + Self.ohaJSON)
        #expect(figures == LoadFigures(throughput: 812.5, latency50: 0.001, latency99: 0.02, requests: 812, errors: 15))
    }

    @Test func absFiguresAreRead() {
        let figures = LoadOutput.figures(in: Self.ab)
        #expect(
            figures == LoadFigures(throughput: 5208.39, latency50: 0.001, latency99: 0.012, requests: 1000, errors: 2)
        )
    }

    @Test func otherOutputIsNobodys() {
        for text in ["", "{", "done in 3 s", "{\"summary\": 3}", "Requests/sec: nan", "Requests/sec: -3"] {
            #expect(LoadOutput.figures(in: text) == nil, "\(text)")
        }
    }

    @Test func damagedOutputCrashesNothingAndGivesNoNonsense() {
        var generator = SeededGenerator(seed: 21)
        for text in [Self.wrk, Self.oha, Self.ohaJSON, Self.ab] {
            for _ in 0..<500 {
                var bytes = Array(text.utf8)
                for _ in 0..<Int.random(in: 1...8, using: &generator) {
                    let place = Int.random(in: 0..<bytes.count, using: &generator)
                    if generator.chance(30) {
                        bytes.removeSubrange(place...)
                    } else {
                        bytes[place] = UInt8.random(in: 0...255, using: &generator)
                    }
                    if bytes.isEmpty { bytes = [0] }
                }
                guard let figures = LoadOutput.figures(in: String(decoding: bytes, as: UTF8.self)) else { continue }
                #expect(figures.throughput.map { $0.isFinite && $0 >= 0 } ?? true)
                #expect(figures.latency99.map { $0.isFinite && $0 >= 0 } ?? true)
            }
        }
    }

    @Test func percentilesOfTheHistogramAreAtMostThreePercentTooHigh() {
        var generator = SeededGenerator(seed: 22)
        var histogram = LatencyHistogram()
        let values = (0..<20_000).map { _ in Int(pow(10, Double.random(in: 0..<10, using: &generator))) }
        for value in values { histogram.record(nanoseconds: value) }
        let sorted = values.sorted()
        for share in [0.01, 0.5, 0.9, 0.99, 1] {
            let exact = Double(sorted[max(1, Int((Double(sorted.count) * share).rounded(.up))) - 1]) / 1e9
            let told = histogram.percentile(share) ?? 0
            #expect(told >= exact - 1e-12 && told <= exact * 1.035 + 1e-9, "\(share): \(exact) \(told)")
        }
        histogram.record(nanoseconds: .max)
        histogram.record(nanoseconds: .min)
        #expect(histogram.total == 20_002)
    }

    @Test func theFirstAddressOfACommandIsFound() {
        let address = HTTPAddress(inCommand: "wrk -d1s 'http://[::1]:8080/a?b=c' http://127.0.0.1:9/")
        #expect(address?.host == "::1" && address?.port == 8080 && address?.target == "/a?b=c")
        #expect(HTTPAddress(inCommand: "curl localhost:8080") == nil)
        #expect(HTTPAddress("http://host")?.port == 80)
        for text in ["", "http://", "file:///x", "http://a:99999/", "x"] {
            #expect(HTTPAddress(text) == nil, "\(text)")
        }
    }
}
