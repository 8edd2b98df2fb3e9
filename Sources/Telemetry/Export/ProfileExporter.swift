#if Server

internal import Profiles
internal import SwiftProtobuf

/// Takes and sends profiles, at intervals or when asked.
actor ProfileExporter {
    private let configuration: ProfileExportConfiguration
    private let source: ProfileSource
    private let delivery: OTLPDelivery
    private let encoder: OTLPEncoder
    private let time: TimeSource
    private var exporting: Task<Void, Never>?

    init(
        _ configuration: ProfileExportConfiguration,
        source: ProfileSource,
        statistics: ExportStatistics,
        encoder: OTLPEncoder,
        time: TimeSource
    ) {
        self.configuration = configuration
        self.source = source
        self.encoder = encoder
        self.time = time
        delivery = OTLPDelivery(configuration.otlp, statistics: statistics, time: time)
    }

    /// Goes on until the task is cancelled.
    func run() async {
        while (try? await time.sleep(configuration.interval)) != nil { await export() }
    }

    /// Sends a profile that is taken after this call. One after the other.
    func export() async {
        delivery.tryNow()
        while let current = exporting {
            await current.endOrCancellation()
            if Task.isCancelled { return }
            if exporting == current { exporting = nil }
        }
        let task = Task { await send() }
        exporting = task
        await task.endOrCancellation()
        if !Task.isCancelled, exporting == task { exporting = nil }
    }

    private func send() async {
        async let heap = source.heap?()
        async let cpu = source.cpu?()
        let taken = await (heap: heap ?? nil, cpu: cpu ?? nil)
        guard taken.heap != nil || taken.cpu != nil else { return }
        guard let (body, profiles) = try? encoder.encode(heap: taken.heap, cpu: taken.cpu, at: time.wall()) else {
            delivery.statistics.countDropped(1, .rejected, "the profile is too large for a request")
            return
        }
        let outcome = await delivery.deliver(
            body,
            items: profiles,
            timeout: configuration.timeout,
            within: configuration.timeout
        ) { answer in
            let response = try OTLPExportProfilesServiceResponse(serializedBytes: answer)
            return (response.partialSuccess.rejectedProfiles, response.partialSuccess.errorMessage)
        }
        switch outcome {
        case .delivered, .refused: break
        case .timedOut: delivery.statistics.countDropped(profiles, .retriesExhausted)
        case .cancelled: delivery.statistics.countDropped(profiles, .shutdown)
        }
    }

    /// Sends a last profile, for as long as the task is not cancelled.
    func shutdown() async {
        await export()
        exporting?.cancel()
        await exporting?.value
        await delivery.transport.shutdown()
    }
}

#endif
