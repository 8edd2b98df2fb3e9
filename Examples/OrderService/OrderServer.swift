#if Server

import Hummingbird
import Logging
import MemoryTuning
import NIOCore
import ServiceLifecycle
import Telemetry
import Trimtab
import TrimtabHummingbird
import UnixSignals

/// Puts stores, routes, middleware and services together and runs them until something ends them: a signal, the
/// duration, or the last request of the load.
struct OrderServer {
    private static let keptOrders = 2_000

    let host: String
    let port: Int
    let downstream: DownstreamOrders?
    let faults: FaultOptions
    let load: LoadOptions
    let trimtab: TrimtabService
    let logger: Logger

    private let orders = OrderStore(capacity: keptOrders)

    init(
        host: String,
        port: Int,
        downstream: DownstreamOrders?,
        faults: FaultOptions,
        load: LoadOptions,
        trimtab: TrimtabService,
        logger: Logger
    ) {
        self.host = host
        self.port = port
        self.downstream = downstream
        self.faults = faults
        self.load = load
        self.trimtab = trimtab
        self.logger = logger
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
        let admission = try trimtab.tuner.map { try AdmissionController(tuner: $0) }
        if let admission { trimtab.publish(.admission(admission)) }
        // Shutdown goes from the last service to the first: the load ends before the server that answers it, and what
        // both have said is sent after that.
        var services = [
            ServiceGroupConfiguration.ServiceConfiguration(service: trimtab),
            .init(service: SessionExpiry(store: sessions)),
            .init(service: application(sessions: sessions, admission, announcing: listeningAddress)),
        ]
        if let slowLeak = faults.slowLeak {
            services.append(.init(service: SlowLeak(bytesPerSecond: slowLeak << 20)))
        }
        if let duration = load.duration {
            services.append(ending(DurationLimit(duration: .seconds(duration))))
        }
        if let connections = load.connections {
            let budget = RequestBudget(limit: load.requests)
            services.append(
                ending(
                    LoadGenerator(
                        connections: connections,
                        budget: budget,
                        rate: load.rate,
                        listeningAddress: listeningAddress
                    )
                )
            )
        }
        try await ServiceGroup(
            configuration: .init(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        ).run()
    }

    private func application(
        sessions: SessionStore,
        _ admission: AdmissionController?,
        announcing listeningAddress: ListeningAddress
    ) -> some Service {
        var serverLogger = logger
        // Hummingbird's own line about where it listens would come beside ours.
        serverLogger.logLevel = .warning
        return Application(
            router: router(sessions: sessions, admission),
            configuration: .init(address: .hostname(host, port: port)),
            onServerRunning: { channel in
                guard let address = channel.localAddress else { return }
                logger.info("Listening on http://\(host):\(address.port ?? port)")
                listeningAddress.announce(address)
            },
            logger: serverLogger
        )
    }

    private func router(sessions: SessionStore, _ admission: AdmissionController?) -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: TracingMiddleware())
        router.add(middleware: MetricsMiddleware())
        if let tuner = trimtab.tuner, let admission {
            let essentialPaths = AdmissionMiddleware<BasicRequestContext>.essentialPaths.union(["/memory"])
            router.add(
                middleware: AdmissionMiddleware(admission) { request in
                    essentialPaths.contains(request.uri.path) ? .essential : .normal
                }
            )
            router.addRoutes(MemoryRoutes(tuner: tuner, admission: admission).routes)
        }
        router.add(middleware: ProfileLabelsMiddleware())
        if faults.churn {
            router.add(middleware: ChurnMiddleware())
        }
        if faults.burst {
            router.add(middleware: BurstMiddleware())
        }
        router.add(middleware: SessionMiddleware(store: sessions))
        router.get("health") { _, _ in "ok\n" }
        router.addRoutes(OrderRoutes(store: orders, downstream: downstream).routes)
        router.addRoutes(ExportRoutes(store: orders).routes)
        router.addRoutes(ReportRoutes(pages: faults.reportSize).routes)
        router.addRoutes(SessionRoutes(store: sessions).routes)
        if let telemetry = trimtab.telemetry {
            router.addRoutes(MetricsRoutes(prometheus: telemetry.prometheus).routes)
        }
        return router
    }

    /// A service whose end is the end of all.
    private func ending(_ service: any Service) -> ServiceGroupConfiguration.ServiceConfiguration {
        .init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)
    }
}

#endif
