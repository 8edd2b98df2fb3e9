#if Server

internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
public import Logging
internal import NIOCore
internal import NIOPosix
public import ServiceLifecycle

/// Answers questions about the process that it lives in: profiles for pprof and its like, metrics, one JSON document of
/// statistics, and a page that shows where memory is and how it got there.
///
///     let diagnostics = try DiagnosticsServer(
///         configuration: .init(address: .init(parsing: "127.0.0.1:6060")),
///         sources: DiagnosticsSources(tuner: tuner),
///         logger: logger
///     )
///     try await ServiceGroup(services: [tuner, diagnostics, app], logger: logger).run()
///
/// It runs on threads of its own, so it answers while the application's tasks are stuck. What it answers, and to whom, is in
/// `docs/diagnostics.md`. Linking it links `Profiling`, whose hooks stand before malloc.
public struct DiagnosticsServer: Service {
    private let configuration: Configuration
    private let logger: Logger
    private let state: DiagnosticsState
    private let responder: DiagnosticsResponder
    private let onRunning: @Sendable (DiagnosticsAddress) -> Void

    private static let bodyBytes = 64 << 10
    private static let headerBytes = 16 << 10
    private static let threads = 2
    /// Connections that wait to be served or refused: a crowd shall be told so.
    private static let backlog = 4096

    /// - Parameters:
    ///   - configuration: Where it listens, and what it allows.
    ///   - sources: What it shows beside what it finds by itself.
    ///   - logger: Is told where it listens, and why it does not.
    ///   - onRunning: Is told where it listens, with the port that the system chose, each time it begins to.
    /// - Throws: ``DiagnosticsServerError`` for a setting that makes no sense, or an address that needs a token and has none.
    public init(
        configuration: Configuration,
        sources: DiagnosticsSources = DiagnosticsSources(),
        logger: Logger,
        onRunning: @escaping @Sendable (DiagnosticsAddress) -> Void = { _ in }
    ) throws(DiagnosticsServerError) {
        try configuration.validate()
        self.configuration = configuration
        self.logger = logger
        self.onRunning = onRunning
        let isOff = configuration.address == .off
        state = DiagnosticsState(sources, watchesTasks: configuration.watchesTasks && !isOff)
        var token: AccessToken?
        if let text = configuration.token { token = try AccessToken(text) }
        var checksHost = false
        if case .network = configuration.address { checksHost = configuration.address.isLocal }
        responder = DiagnosticsResponder(
            access: AccessControl(
                token: token,
                checksHost: checksHost,
                allowedHosts: Set(configuration.allowedHosts.map { $0.lowercased() })
            ),
            routes: Routes(state: state, sources: sources, configuration: configuration).all,
            bodyBytes: Self.bodyBytes
        )
    }

    /// Serves until the task is cancelled or the service group shuts down.
    ///
    /// - Throws: ``DiagnosticsServerError`` if the address is not to be had and ``Configuration/failure`` is `fatal`.
    public func run() async throws {
        guard configuration.address != .off else { return try await gracefulShutdown() }
        do {
            try await serve()
        } catch let error as DiagnosticsServerError where configuration.failure == .logged {
            logger.error("There are no diagnostics: \(error)")
            try await gracefulShutdown()
        }
    }

    private func serve() async throws {
        let threads = NIOThreadPool(numberOfThreads: Self.threads)
        threads.start()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let connections = Connections(most: configuration.mostConnections)
        let timers = startTimers(on: group.next())
        let outcome: Result<Void, any Error>
        do {
            let executor = DiagnosticsExecutor(threads)
            try await withTaskExecutorPreference(executor) {
                try await listen(on: group, connections, executor)
            }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        for timer in timers { timer.cancel() }
        try? await group.shutdownGracefully()
        try? await threads.shutdownGracefully()
        try outcome.get()
    }

    private func startTimers(on eventLoop: any EventLoop) -> [RepeatedTask] {
        [
            eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(250)) { [state] _ in
                state.probe.beat()
            },
            eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: .seconds(1)) { [state] _ in state.look() },
        ]
    }

    private func listen(
        on group: MultiThreadedEventLoopGroup,
        _ connections: Connections,
        _ executor: DiagnosticsExecutor
    ) async throws {
        let address: BindAddress
        var file: SocketFile?
        switch configuration.address {
        case .off: return
        case .network(let host, let port): address = .hostname(host, port: port)
        case .unix(let path):
            let socket = SocketFile(path: expandedPath(path))
            try socket.check()
            file = socket
            address = .unixDomainSocket(path: socket.path)
        }
        let server = server(at: address, on: group, connections) { [file] channel in
            file?.restrict()
            let address = Self.address(of: channel, configuration.address)
            logger.info(
                "Diagnostics are served",
                metadata: ["address": "\(address)", "page": "\(Self.page(at: address))"]
            )
            onRunning(address)
        }
        defer { file?.removeIfOurs() }
        do {
            try await run(server, connections, executor)
        } catch {
            throw DiagnosticsServerError(bindingTo: configuration.address, error)
        }
    }

    /// Runs the server until the task is cancelled or the service group shuts down; then it closes what is open, since a
    /// request that lasts would hold up the whole service.
    ///
    /// The server itself is never cancelled: NIO ends the process when a connection that was accepted is dropped before
    /// anybody serves it. Nor is it an `Application`, whose clock for dates can lock up where tasks prefer an executor.
    private func run(
        _ server: Server<HTTP1Channel>,
        _ connections: Connections,
        _ executor: DiagnosticsExecutor
    ) async throws {
        let serving = Task(executorPreference: executor) { try await server.run() }
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await serving.value
        } onCancelOrGracefulShutdown: {
            connections.close()
            Task(executorPreference: executor) { try? await server.shutdownGracefully() }
        }
    }

    /// What the server has to say is said here.
    private var quiet: Logger {
        var quiet = logger
        quiet.logLevel = .critical
        return quiet
    }

    private func server(
        at address: BindAddress,
        on group: MultiThreadedEventLoopGroup,
        _ connections: Connections,
        onRunning: @escaping @Sendable (any Channel) async -> Void
    ) -> Server<HTTP1Channel> {
        let limits = ConnectionGuard.Limits(
            arrival: TimeAmount(configuration.arrivalTimeout),
            idle: TimeAmount(configuration.idleTimeout),
            bodyBytes: Self.bodyBytes
        )
        let quiet = quiet
        let channel = HTTP1Channel(
            responder: { [responder] request, writer, channel in
                let context = DiagnosticsContext(source: .init(channel: channel, logger: quiet))
                var response: Response
                do {
                    response = try await responder.respond(to: request, context: context)
                } catch {
                    response = Response(status: .internalServerError)
                }
                response.headers[.server] = "trimtab"
                try await writer.write(response: response.head, body: response.body)
            },
            configuration: .init(
                additionalChannelHandlers: [ConnectionGuard(limits: limits, connections: connections)],
                httpDecoderConfiguration: .init(maxHeaderListSize: Self.headerBytes)
            )
        )
        return Server(
            childChannelSetup: channel,
            configuration: ServerConfiguration(address: address, backlog: Self.backlog),
            onServerRunning: onRunning,
            eventLoopGroup: group,
            logger: quiet
        )
    }

    private static func address(of channel: any Channel, _ wanted: DiagnosticsAddress) -> DiagnosticsAddress {
        switch wanted {
        case .off: .off
        case .unix(let path): .unix(path: expandedPath(path))
        case .network(let host, let port): .network(host: host, port: channel.localAddress?.port ?? port)
        }
    }

    private static func page(at address: DiagnosticsAddress) -> String {
        guard case .network = address else { return "\(Routes.page) there" }
        return "http://\(address)\(Routes.page)"
    }
}

#endif
