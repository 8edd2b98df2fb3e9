#if Server

internal import AsyncHTTPClient
internal import Logging
internal import NIOConcurrencyHelpers
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL
internal import Profiles

/// Sends requests of one signal to its collector.
final class OTLPTransport: Sendable {
    private static let maximumResponseSize = 1 << 16

    private let configuration: OTLPConfiguration
    private let headers: HTTPHeaders
    private let tls: TLSConfiguration
    /// Made when it is first needed: it has to be shut down before it goes.
    private let client = NIOLockedValueBox<HTTPClient?>(nil)
    private let time: TimeSource

    init(_ configuration: OTLPConfiguration, time: TimeSource) {
        self.configuration = configuration
        self.time = time
        var headers = HTTPHeaders(configuration.headers.map { ($0.name, $0.value) })
        headers.replaceOrAdd(name: "content-type", value: "application/x-protobuf")
        headers.replaceOrAdd(name: "user-agent", value: "OTel-OTLP-Exporter-Swift-Trimtab/\(TelemetryService.version)")
        if configuration.compressesWithGzip { headers.replaceOrAdd(name: "content-encoding", value: "gzip") }
        self.headers = headers
        tls = TLSConfiguration(configuration)
    }

    deinit {
        guard let client = client.withLockedValue({ $0.take() }) else { return }
        Task.detached { try? await client.shutdown() }
    }

    /// - Parameters:
    ///   - body: An OTLP request.
    ///   - timeout: How long it may take, if that is less than the configuration says.
    ///   - rejected: Reads how many items of the request were not taken, and why.
    func send(
        _ body: [UInt8],
        timeout: Duration,
        rejected: ([UInt8]) throws -> (count: Int64, message: String)
    ) async -> SendResult {
        var request = HTTPClientRequest(url: configuration.endpoint)
        request.method = .POST
        request.headers = headers
        request.tlsConfiguration = tls
        do {
            request.body = .bytes(configuration.compressesWithGzip ? try Gzip.compress(body) : body)
            let limit = min(timeout, configuration.timeout)
            let deadline = NIODeadline.now() + .nanoseconds(limit.inNanoseconds)
            let response = try await currentClient().execute(request, deadline: deadline)
            let status = Int(response.status.code)
            guard (200...299).contains(status) else { return failure(of: response) }
            let answer = try await response.body.collect(upTo: Self.maximumResponseSize)
            // What is not a response of OTLP still has the status of one that was taken.
            let (count, message) = (try? rejected(Array(answer.readableBytesView))) ?? (0, "")
            return .delivered(rejected: Int(clamping: max(0, count)), message: message)
        } catch {
            return .failed("\(configuration.endpoint): \(error)", retryAfter: nil)
        }
    }

    /// The statuses that OTLP has a client come back for are 429, 502, 503 and 504.
    private func failure(of response: HTTPClientResponse) -> SendResult {
        let text = "\(configuration.endpoint) answered \(response.status.code)"
        guard [429, 502, 503, 504].contains(response.status.code) else { return .refused(text) }
        let delay = response.headers.first(name: "retry-after").flatMap { RetryAfter.delay($0, now: time.wall()) }
        return .failed(text, retryAfter: delay)
    }

    private func currentClient() -> HTTPClient {
        client.withLockedValue { client in
            if let client { return client }
            var settings = HTTPClient.Configuration(redirectConfiguration: .disallow)
            settings.timeout.connect = .seconds(10)
            settings.connectionPool.retryConnectionEstablishment = false
            settings.httpVersion = .http1Only
            // Sending spans must not make spans.
            settings.tracing.tracer = nil
            let made = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
            client = made
            return made
        }
    }

    func shutdown() async {
        guard let client = client.withLockedValue({ $0.take() }) else { return }
        try? await client.shutdown()
    }
}

extension TLSConfiguration {
    fileprivate init(_ configuration: OTLPConfiguration) {
        self = .makeClientConfiguration()
        if let file = configuration.certificateFile { trustRoots = .file(file) }
        if let file = configuration.clientCertificateFile, let key = configuration.clientKeyFile {
            certificateChain = (try? NIOSSLCertificate.fromPEMFile(file).map { .certificate($0) }) ?? []
            privateKey = (try? NIOSSLPrivateKey(file: key, format: .pem)).map { .privateKey($0) }
        }
    }
}

extension Duration {
    var inNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : nanoseconds &+ attoseconds / 1_000_000_000
    }
}

#endif
