#if Server

import Hummingbird
import Logging
import MemoryTuning
import NIOCore
import ServiceLifecycle
import TrimtabHummingbird
import UnixSignals

/// Puts stores, routes, middleware and services together and runs them until something ends them: a signal, the
/// duration, or the last request of the load.
struct OrderServer {
    private static let keptOrders = 2_000

    let host: String
    let port: Int
    let faults: FaultOptions
    let memory: MemoryOptions
    let load: LoadOptions

    private let logger = Logger(label: "OrderService")
    private let orders = OrderStore(capacity: keptOrders)

    init(host: String, port: Int, faults: FaultOptions, memory: MemoryOptions, load: LoadOptions) {
        self.host = host
        self.port = port
        self.faults = faults
        self.memory = memory
        self.load = load
    }

    func run() async throws {
        for number in 0..<Self.keptOrders {
            _ = await orders.place(SampleOrders.order(number: number))
        }
        let sessions = SessionStore.shared
        if faults.leakSessions {
            await sessions.archiveEndedSessions()
        }
        let listeningAddress = ListeningAddress()
        let tuner = try memory.memoryLimit.map { limit in
            try MemoryTuner(configuration: .init(limit: limit), logger: logger)
        }
        let admission = try tuner.map { try AdmissionController(tuner: $0) }
        // Shutdown goes from the last service to the first: the load ends before the server that answers it.
        var services = [
            ServiceGroupConfiguration.ServiceConfiguration(service: SessionExpiry(store: sessions)),
            .init(service: application(sessions: sessions, tuner, admission, announcing: listeningAddress)),
        ]
        if let tuner { services.insert(.init(service: tuner), at: 0) }
        services.insert(.init(service: monitor(tuner, admission)), at: 0)
        if let slowLeak = faults.slowLeak {
            services.append(.init(service: SlowLeak(bytesPerSecond: slowLeak << 20)))
        }
        if let duration = load.duration {
            services.append(ending(DurationLimit(duration: .seconds(duration))))
        }
        if let connections = load.connections {
            let budget = RequestBudget(limit: load.requests)
            services.append(
                ending(LoadGenerator(connections: connections, budget: budget, listeningAddress: listeningAddress))
            )
        }
        try await ServiceGroup(
            configuration: .init(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        ).run()
    }

    /// Publishes where memory is, through the metrics system that the service has chosen.
    private func monitor(_ tuner: MemoryTuner?, _ admission: AdmissionController?) -> MemoryMonitor {
        let sources =
            [MetricSource.pools] + (tuner.map { [.tuner($0)] } ?? []) + (admission.map { [.admission($0)] } ?? [])
        return MemoryMonitor(sources: sources, logger: logger)
    }

    private func application(
        sessions: SessionStore,
        _ tuner: MemoryTuner?,
        _ admission: AdmissionController?,
        announcing listeningAddress: ListeningAddress
    ) -> some Service {
        var serverLogger = logger
        // Hummingbird's own line about where it listens would come beside ours.
        serverLogger.logLevel = .warning
        return Application(
            router: router(sessions: sessions, tuner, admission),
            configuration: .init(address: .hostname(host, port: port)),
            onServerRunning: { channel in
                guard let address = channel.localAddress else { return }
                logger.info("Listening on http://\(host):\(address.port ?? port)")
                listeningAddress.announce(address)
            },
            logger: serverLogger
        )
    }

    private func router(
        sessions: SessionStore,
        _ tuner: MemoryTuner?,
        _ admission: AdmissionController?
    ) -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        if let tuner, let admission {
            let essentialPaths = AdmissionMiddleware<BasicRequestContext>.essentialPaths.union(["/memory"])
            router.add(
                middleware: AdmissionMiddleware(admission) { request in
                    essentialPaths.contains(request.uri.path) ? .essential : .normal
                }
            )
            router.addRoutes(MemoryRoutes(tuner: tuner, admission: admission).routes)
        }
        if faults.churn {
            router.add(middleware: ChurnMiddleware())
        }
        if faults.burst {
            router.add(middleware: BurstMiddleware())
        }
        router.add(middleware: SessionMiddleware(store: sessions))
        router.get("health") { _, _ in "ok\n" }
        router.addRoutes(OrderRoutes(store: orders).routes)
        router.addRoutes(ExportRoutes(store: orders).routes)
        router.addRoutes(ReportRoutes(pages: faults.reportSize).routes)
        router.addRoutes(SessionRoutes(store: sessions).routes)
        return router
    }

    /// A service whose end is the end of all.
    private func ending(_ service: any Service) -> ServiceGroupConfiguration.ServiceConfiguration {
        .init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)
    }
}

#endif
